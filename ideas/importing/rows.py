"""What a file holds, row by row: ideas, comments, and rows that cannot be taken with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

TITLE_LIMIT = 200
"""Characters a title may have; a longer one is shortened and stands in full before the text."""


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """One idea as a file tells it; `external_id` is empty where the file gives none."""

    line: int
    external_id: str
    title: str
    proposal: str
    problem: str = ""
    gain: str = ""
    second_title: str = ""
    second_summary: str = ""
    language: str = ""
    author: str = ""
    submitted_at: datetime | None = None
    supports: int = 0
    tags: tuple[str, ...] = ()
    category: str = ""
    organisation: str = ""
    province: str = ""
    url: str = ""
    licence: str = ""
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CommentRow:
    """One comment; `idea_id` and `parent_id` are external ids, one of them is given."""

    line: int
    external_id: str
    idea_id: str
    parent_id: str
    body: str
    author: str = ""
    submitted_at: datetime | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that is not taken, by the line it begins on, and why in the reader's language."""

    line: int
    reason: str


Row = IdeaRow | CommentRow | BadRow
