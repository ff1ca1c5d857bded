"""Two texts of an idea side by side, field by field."""

from collections.abc import Sequence
from dataclasses import dataclass, fields

from accounts.provinces import PROVINCES
from accounts.queries import organisations_by_id
from core.languages import LANGUAGES
from core.languages import lazy_gettext as _l
from ideas.comparing import compare
from ideas.text import IdeaText

LABELS = {
    "title": _l("Title"),
    "problem": _l("What is the problem?"),
    "proposal": _l("What do you propose?"),
    "gain": _l("What could be gained?"),
    "language": _l("Language"),
    "second_title": _l("Title in the other language"),
    "second_summary": _l("Summary in the other language"),
    "organisation_id": _l("Organisation it concerns"),
    "province": _l("Province"),
    "tags": _l("Tags"),
}
SHOWN_AS = {"same": "same", "in": "added", "out": "removed"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one field; parts are (how, text) with how same, added or removed. Language None: the reader's."""

    label: str
    parts: Sequence[tuple[str, str]]
    language: str | None = None


def differences(earlier: IdeaText, later: IdeaText) -> list[Difference]:
    """The fields that differ, in the order of the form."""
    before, after = _words(earlier, later)
    found = []
    for name, label in LABELS.items():
        if before[name] != after[name]:
            parts = [(SHOWN_AS[change.kind], change.text) for change in compare(before[name], after[name])]
            found.append(Difference(label, parts, _language(name, later)))
    return found


def _language(name: str, text: IdeaText) -> str | None:
    if name in ("title", "problem", "proposal", "gain"):
        return text.language
    if name in ("second_title", "second_summary"):
        return next(code for code in LANGUAGES if code != text.language)
    return None


def _words(*texts: IdeaText) -> list[dict[str, str]]:
    names = organisations_by_id({text.organisation_id for text in texts if text.organisation_id})
    told = []
    for text in texts:
        said = {field.name: getattr(text, field.name) for field in fields(text)}
        organisation, province = names.get(text.organisation_id or 0), PROVINCES.get(text.province or "")
        told.append(
            said
            | {
                "language": LANGUAGES.get(text.language, text.language),
                "organisation_id": organisation.name if organisation else "",
                "province": province.name if province else "",
                "tags": ", ".join(text.tags),
            }
        )
    return told
