"""A person's profile and settings."""

from flask import Blueprint, current_app, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from accounts import queries, service
from accounts.forms import ProfileForm
from accounts.models import Digest, Person
from accounts.session import me
from core.languages import gettext as _
from core.panels import Panels, Place

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/people/<int:person_id>")
def person(person_id: int) -> ResponseReturnValue:
    """Who somebody is, and what they have posted and tried."""
    shown = queries.get_person(person_id)
    panels: Panels = current_app.extensions["panels"]
    return render_template(
        "accounts/person.html", person=shown, panels=panels.fill(Place.PERSON, [shown], me())[shown.id]
    )


@blueprint.route("/settings", methods=["GET", "POST"])
def settings() -> ResponseReturnValue:
    """See and change one's own profile, language and summary."""
    mine = me()
    form = ProfileForm(data=_facts(mine))
    if not form.validate_on_submit():
        return render_template("accounts/settings.html", form=form, person=mine), 422 if form.errors else 200
    chosen = form.organisation_id.data
    service.change_profile(
        mine,
        name_km=form.name_km.data,
        name_en=form.name_en.data,
        job_title=form.job_title.data,
        organisation=queries.get_organisation(int(chosen)) if chosen else None,
        province=form.province.data,
        language=form.language.data,
        digest=Digest(form.digest.data),
    )
    session.pop("language", None)
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
