"""What a person says about themselves."""

from typing import Any

from wtforms.validators import Length, ValidationError

from accounts.models import Digest
from accounts.provinces import PROVINCES
from accounts.queries import organisations
from core.fields import Choice, Form, Line
from core.languages import LANGUAGES
from core.languages import gettext as _
from core.languages import lazy_gettext as _l

DIGESTS = {
    Digest.DAILY: _l("Every day"),
    Digest.WEEKLY: _l("Every week"),
    Digest.NONE: _l("Never"),
}


def organisation_choices() -> list[tuple[str, str]]:
    """The active organisations, each below the one it belongs to."""
    return [(str(each.id), "\u2003" * (each.path.count("/") - 2) + each.name) for each in organisations()]


def province_choices() -> list[tuple[str, str]]:
    """The provinces by name in the reader's language."""
    return sorted(((each.code, each.name) for each in PROVINCES.values()), key=lambda choice: choice[1])


class ProfileForm(Form):
    """A person's own profile."""

    name_km = Line(_l("Name in Khmer"), validators=[Length(max=100)])
    name_en = Line(_l("Name in Latin letters"), validators=[Length(max=100)])
    job_title = Line(_l("Job title"), validators=[Length(max=150)])
    organisation_id = Choice(_l("Organisation"))
    province = Choice(_l("Province"))
    language = Choice(_l("Language of the pages"), choices=list(LANGUAGES.items()))
    digest = Choice(_l("Summary by mail"), choices=[(each.value, label) for each, label in DIGESTS.items()])

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        nothing = [("", _("Not said"))]
        self.organisation_id.choices = nothing + organisation_choices()
        self.province.choices = nothing + province_choices()

    def validate_name_en(self, field: Line) -> None:
        """One name at least."""
        if not (field.data or self.name_km.data):
            raise ValidationError(_("Write your name in Khmer or in English."))
