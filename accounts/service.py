"""Adding organisations and people, granting roles, changing one's own profile."""

import json
import secrets
from pathlib import Path

from sqlalchemy import select

from accounts import queries
from accounts.credentials import Account
from accounts.models import Digest, Grant, Organisation, OrganisationKind, Person, PersonStatus, Role
from accounts.provinces import PROVINCES
from core.database import session
from core.errors import Invalid
from core.languages import LANGUAGES
from core.languages import gettext as _


def add_organisation(
    *,
    code: str,
    name_km: str,
    name_en: str,
    kind: OrganisationKind,
    parent: Organisation | None = None,
    headcount: int | None = None,
) -> Organisation:
    """Add an organisation below its parent, or at the top."""
    organisation = Organisation(
        code=code.strip(), name_km=name_km, name_en=name_en, kind=kind, parent=parent, headcount=headcount
    )
    session.add(organisation)
    session.flush()
    organisation.path = f"{parent.path if parent else '/'}{organisation.id}/"
    session.flush()
    return organisation


def add_cambodian_ministries() -> list[Organisation]:
    """Add the ministries that are not there yet, by code; gives those it added."""
    ministries = json.loads((Path(__file__).parent / "data" / "ministries.json").read_text(encoding="utf-8"))
    return [
        add_organisation(
            code=row["code"], name_km=row["name_km"], name_en=row["name_en"], kind=OrganisationKind.MINISTRY
        )
        for row in ministries
        if queries.organisation_by_code(row["code"]) is None
    ]


def add_person(
    *,
    email: str | None,
    name_km: str = "",
    name_en: str = "",
    job_title: str = "",
    organisation: Organisation | None = None,
    province: str | None = None,
    language: str = "km",
    status: PersonStatus = PersonStatus.ACTIVE,
) -> Person:
    """Add a person; Invalid when the address is taken."""
    address = email.strip().lower() if email else None
    if address and queries.person_by_email(address):
        raise Invalid(_("Somebody with this e-mail address is already here."), field="email")
    person = Person(
        email=address,
        name_km=name_km.strip(),
        name_en=name_en.strip(),
        job_title=job_title.strip(),
        organisation=organisation,
        province=_known_province(province),
        language=language,
        status=status,
    )
    session.add(person)
    session.flush()
    return person


def imported_person(*, source: str, name: str) -> Person:
    """The person an imported file calls by this name: the same one each time, without an account."""
    known = session.scalar(select(Person).where(Person.source == source, Person.external_id == name))
    if known is not None:
        return known
    person = Person(source=source, external_id=name, name_en=name, status=PersonStatus.IMPORTED)
    session.add(person)
    session.flush()
    return person


def open_account(person: Person, *, password_hash: str) -> Account:
    """Give a person an account, or a new password to the one there is, which ends its sessions."""
    account = session.scalar(select(Account).where(Account.person_id == person.id))
    if account is None:
        account = Account(person=person)
        session.add(account)
    account.password = password_hash
    account.fs_uniquifier = secrets.token_hex(32)
    session.flush()
    return account


def grant(person: Person, role: Role, *, organisation: Organisation | None, by: Person | None) -> Grant:
    """Grant a role for an organisation and all below it; granting it twice changes nothing."""
    for given in person.grants:
        if given.role is role and given.organisation is organisation:
            return given
    given = Grant(role=role, organisation=organisation, granted_by_id=by.id if by else None)
    person.grants.append(given)
    session.flush()
    return given


def change_profile(
    person: Person,
    *,
    name_km: str,
    name_en: str,
    job_title: str,
    organisation: Organisation | None,
    province: str | None,
    language: str,
    digest: Digest,
) -> None:
    """Change what a person says about themselves; Invalid when no name is left."""
    if not (name_km.strip() or name_en.strip()):
        raise Invalid(_("Write your name in Khmer or in English."), field="name_km")
    person.name_km = name_km.strip()
    person.name_en = name_en.strip()
    person.job_title = job_title.strip()
    person.organisation = organisation
    person.province = _known_province(province)
    person.digest = digest
    speak(person, language)


def speak(person: Person, language: str) -> None:
    """Remember the language a person reads in; Invalid for one we do not speak."""
    if language not in LANGUAGES:
        raise Invalid(_("Kumnit speaks Khmer and English."), field="language")
    person.language = language
    session.flush()


def _known_province(code: str | None) -> str | None:
    if not code:
        return None
    if code not in PROVINCES:
        raise Invalid(_("There is no such province."), field="province")
    return code
