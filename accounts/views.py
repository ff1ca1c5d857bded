"""A person's profile and settings."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts import queries, service
from accounts.forms import ProfileForm
from accounts.models import Digest, Person
from accounts.session import me
from core.languages import gettext as _

blueprint = Blueprint("accounts", __name__)


@blueprint.route("/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """See and change one's own profile, language and summary."""
    person = me()
    form = ProfileForm(data=_facts(person))
    if not form.validate_on_submit():
        return render_template("accounts/settings.html", form=form, person=person), 422 if form.errors else 200
    chosen = form.organisation_id.data
    service.change_profile(
        person,
        name_km=form.name_km.data,
        name_en=form.name_en.data,
        job_title=form.job_title.data,
        organisation=queries.get_organisation(int(chosen)) if chosen else None,
        province=form.province.data,
        language=form.language.data,
        digest=Digest(form.digest.data),
    )
    flash(_("Your profile was saved."), "success")
    return redirect(url_for("accounts.settings"))


def _facts(person: Person) -> dict[str, object]:
    return {
        "name_km": person.name_km,
        "name_en": person.name_en,
        "job_title": person.job_title,
        "organisation_id": str(person.organisation_id or ""),
        "province": person.province or "",
        "language": person.language,
        "digest": person.digest.value,
    }
