"""What an idea says: the part of it that people write, edit, compare and restore."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from core.errors import Invalid
from core.languages import LANGUAGES
from core.languages import gettext as _
from core.languages import lazy_gettext as _l
from core.text.clean import clean, one_line
from ideas.models import Idea, IdeaVersion

TITLE_MOST = 200
"""Characters in a title."""
TEXT_MOST = 100_000
"""Characters in the problem, the proposal or the gain."""
NEEDED = {
    "title": _l("Give the idea a title."),
    "problem": _l("Describe the problem."),
    "proposal": _l("Describe what you propose."),
    "organisation_id": _l("Choose the organisation it concerns."),
}
"""What an idea must say before it is posted and from then on, each with the sentence for where it is missing."""
TAGS_MOST = 10
TAG_MOST = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class IdeaText:
    """The words and facts an author gives."""

    title: str = ""
    problem: str = ""
    proposal: str = ""
    gain: str = ""
    language: str = "km"
    second_title: str = ""
    second_summary: str = ""
    organisation_id: int | None = None
    province: str | None = None
    tags: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """By field, fit for JSON."""
        return asdict(self)

    def cleaned(self) -> "IdeaText":
        """The same text fit to keep; Invalid, with the field, where it is more than we keep."""
        if self.language not in LANGUAGES:
            raise Invalid(_("Kumnit speaks Khmer and English."), field="language")
        text = IdeaText(
            title=one_line(self.title),
            problem=clean(self.problem).strip(),
            proposal=clean(self.proposal).strip(),
            gain=clean(self.gain).strip(),
            language=self.language,
            second_title=one_line(self.second_title),
            second_summary=clean(self.second_summary).strip(),
            organisation_id=self.organisation_id,
            province=self.province or None,
            tags=read_tags(self.tags),
        )
        for field in ("title", "second_title"):
            _at_most(getattr(text, field), TITLE_MOST, field)
        for field in ("problem", "proposal", "gain", "second_summary"):
            _at_most(getattr(text, field), TEXT_MOST, field)
        if len(text.tags) > TAGS_MOST:
            raise Invalid(_("Choose at most %(most)s tags.", most=TAGS_MOST), field="tags")
        return text


def text_of(said: Idea | IdeaVersion) -> IdeaText:
    """What the idea, or one of its versions, says."""
    return IdeaText(
        title=said.title,
        problem=said.problem,
        proposal=said.proposal,
        gain=said.gain,
        language=said.language,
        second_title=said.second_title,
        second_summary=said.second_summary,
        organisation_id=said.organisation_id,
        province=said.province,
        tags=tuple(said.tags),
    )


def read_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags as we keep them: on one line, in lower case, without a leading #, each once."""
    cleaned = (one_line(tag).lstrip("#").strip().lower()[:TAG_MOST] for tag in tags)
    return tuple(dict.fromkeys(tag for tag in cleaned if tag))


def _at_most(text: str, most: int, field: str) -> None:
    if len(text) > most:
        raise Invalid(
            _(
                "This has %(length)s characters; at most %(most)s can be kept. Shorten it a little.",
                length=len(text),
                most=most,
            ),
            field=field,
        )
