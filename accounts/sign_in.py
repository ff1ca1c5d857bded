"""Signing in, out and up: the sign-in library's flows, over our people and in our words."""

import secrets
from datetime import timedelta
from typing import Any, cast

from flask import Flask, current_app
from flask_security import Security, SQLAlchemyUserDatastore
from flask_security.forms import LoginForm, RegisterFormV2
from wtforms.validators import Length, ValidationError

from accounts import queries, service
from accounts.credentials import Account
from core.database import db
from core.fields import Choice, Line
from core.languages import current_language
from core.languages import gettext as _
from core.languages import lazy_gettext as _l


class SignInForm(LoginForm):
    """Address and password. Whatever is wrong, the answer is the same: it does not tell who has an account."""


class RegistrationForm(RegisterFormV2):
    """Joining with an address of an allowed domain."""

    name_km = Line(_l("Name in Khmer"), validators=[Length(max=100)])
    name_en = Line(_l("Name in Latin letters"), validators=[Length(max=100)])
    job_title = Line(_l("Job title"), validators=[Length(max=150)])
    organisation_id = Choice(_l("Organisation"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation_id.choices = [(each.id, each.name) for each in queries.organisations()]

    def to_dict(self, only_user: bool) -> dict[str, Any]:
        """What the account is made of: the library asks for its own fields alone, we need the person's too."""
        own = ("name_km", "name_en", "job_title", "organisation_id")
        return {**super().to_dict(only_user), **{name: self._fields[name].data for name in own}}

    def validate_email(self, field: Any) -> None:
        """Only the domains of the installation's settings may join by themselves."""
        domain = (field.data or "").rpartition("@")[2].lower()
        if domain not in current_app.config["KUMNIT_REGISTRATION_DOMAINS"]:
            raise ValidationError(_("People with an address of this domain join by invitation. Ask your lab."))

    def validate_name_en(self, field: Any) -> None:
        """One name at least."""
        if not (field.data or self.name_km.data):
            raise ValidationError(_("Write your name in Khmer or in English."))


class Datastore(SQLAlchemyUserDatastore):
    """Finds the person with their grants, and makes the person together with the account."""

    def find_user(self, case_insensitive: bool = False, **wanted: Any) -> Account | None:
        """Find an account; by a session's mark, as every request does, with the grants in the same question."""
        if set(wanted) != {"fs_uniquifier"}:
            return cast(Account | None, super().find_user(case_insensitive=case_insensitive, **wanted))
        return queries.account_of_session(wanted["fs_uniquifier"])

    def create_user(self, **values: Any) -> Account:
        """Add a person and the account they sign in with."""
        organisation_id = values.get("organisation_id")
        person = service.add_person(
            email=values["email"],
            name_km=values.get("name_km") or "",
            name_en=values.get("name_en") or "",
            job_title=values.get("job_title") or "",
            organisation=queries.get_organisation(organisation_id) if organisation_id else None,
            language=current_language(),
        )
        account = Account(person=person, password=values["password"], fs_uniquifier=secrets.token_hex(32))
        self.put(account)  # type: ignore[no-untyped-call] # the library's own
        return account


def init_sign_in(app: Flask) -> Security:
    """Give the app the library's pages for signing in and, where domains are allowed, for joining."""
    app.config |= {
        "SECURITY_PASSWORD_HASH": "argon2",
        "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],
        "SECURITY_PASSWORD_SALT": "argon2 salts each hash itself; the library still asks for a value",
        "SECURITY_PASSWORD_LENGTH_MIN": 12,
        "SECURITY_PASSWORD_COMPLEXITY_CHECKER": "zxcvbn",
        "SECURITY_REGISTERABLE": bool(app.config["KUMNIT_REGISTRATION_DOMAINS"]),
        "SECURITY_USE_REGISTER_V2": True,
        "SECURITY_SEND_REGISTER_EMAIL": False,
        "SECURITY_RETURN_GENERIC_RESPONSES": True,
        # Nothing asks for a fresh sign-in yet, so there is no page for it.
        "SECURITY_FRESHNESS": timedelta(minutes=-1),
        "SECURITY_LOGIN_URL": "/sign-in",
        "SECURITY_LOGOUT_URL": "/sign-out",
        "SECURITY_LOGOUT_METHODS": ["POST"],
        "SECURITY_REGISTER_URL": "/register",
        "SECURITY_API_ENABLED_METHODS": ["session"],
        "SECURITY_DEFAULT_REMEMBER_ME": False,
        "SECURITY_I18N_DIRNAME": [app.config["BABEL_TRANSLATION_DIRECTORIES"], "builtin"],
        "SECURITY_MSG_GENERIC_AUTHN_FAILED": (_l("The address and the password do not go together."), "error"),
        "SECURITY_MSG_LOGIN": (_l("Sign in to see this page."), "info"),
        "SECURITY_JOIN_USER_ROLES": False,
        # Asking the internet whether a domain takes mail would make joining depend on it; a confirmation mail tells.
        "SECURITY_EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
    }
    # The library's roles stay unused: ours are grants, scoped to an organisation.
    datastore = Datastore(db, Account, None)  # type: ignore[arg-type]
    return Security(app, datastore, login_form=SignInForm, register_form=RegistrationForm)
