"""The cells of one record, asked for by field."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from core.errors import Invalid
from ideas.importing import fields
from ideas.importing.columns import Columns
from ideas.importing.dates import read_date
from ideas.importing.html_text import plain_text
from ideas.importing.numbers import read_count
from ideas.importing.text import is_missing


@dataclass(frozen=True, slots=True)
class Source:
    """One record before it is understood: its cells by column name, and the comments nested in it."""

    line: int
    cells: Mapping[str, str]
    lists: Mapping[str, list[str]] = field(default_factory=dict)
    nested: tuple["Source", ...] = ()


class Cells:
    """The cells of one record by field."""

    def __init__(self, source: Source, columns: Columns, month_first: frozenset[str]) -> None:
        self.line = source.line
        self.columns = columns
        self._source = source
        self._month_first = month_first

    def named(self, field_name: str, language: str = "") -> Iterator[tuple[str, str]]:
        """The columns of the field that hold something, those in the language first, each with its text."""
        columns = self.columns.by_field.get(field_name, ())
        for name, _ in sorted(columns, key=lambda column: bool(language) and column[1] not in ("", language)):
            value = self._source.cells.get(name, "")
            if not is_missing(value):
                yield name, value

    def get(self, field_name: str, language: str = "") -> str:
        """The first text there is for the field, empty when there is none."""
        return next((value for _, value in self.named(field_name, language)), "")

    def text(self, *field_names: str, language: str = "") -> str:
        """The first of the fields that has text, as clean paragraphs."""
        return next((text for name in field_names if (text := plain_text(self.get(name, language)))), "")

    def count(self, field_name: str) -> int | None:
        """The first number there is for the field; Invalid, naming the column, for what is none."""
        for name, value in self.named(field_name):
            try:
                return read_count(value)
            except Invalid as refusal:
                raise Invalid(f"{name}: {refusal}") from None
        return None

    def date(self) -> datetime | None:
        """The moment of submission; Invalid, naming the column, for what is no date."""
        for name, value in self.named("date"):
            try:
                return read_date(value, month_first=name in self._month_first)
            except Invalid as refusal:
                raise Invalid(f"{name}: {refusal}") from None
        return None

    def author(self) -> str:
        """What the author is called."""
        parts = {"name": "author", "first": "first_name", "last": "last_name", "email": "email"}
        return fields.read_author(**{part: self.get(name) for part, name in parts.items()})

    def tags(self) -> tuple[str, ...]:
        """The tags, out of a list or a text."""
        for name, _ in self.columns.by_field.get("tags", ()):
            if tags := fields.read_tags(self._source.lists.get(name) or self._source.cells.get(name, "")):
                return tags
        return ()

    def languages(self) -> list[str]:
        """The languages the title stands in, where columns say so (`title/en`), the preferred one first."""
        found = [
            language
            for name, language in self.columns.by_field.get("title", ())
            if language and not is_missing(self._source.cells.get(name, ""))
        ]
        order = {self.get("language").strip().casefold()[:2]: 0, "km": 1, "en": 2}
        return sorted(dict.fromkeys(found), key=lambda language: order.get(language, 3))

    def others(self) -> Iterator[tuple[str, str]]:
        """Columns we know no field for, with their text."""
        for name in self.columns.unknown:
            if not is_missing(value := self._source.cells.get(name, "")):
                yield name, value

    @property
    def tell_a_comment(self) -> bool:
        """Whether this record is a comment on an idea told elsewhere."""
        by_field = self.columns.by_field
        about = self.get("idea_id") or self.get("parent_id")
        has_idea_text = any(self.get(name) for name in ("body", "problem", "proposal"))
        if re.match("comment|reply", self.get("kind").strip(), re.IGNORECASE) and about:
            return True
        if self.get("comment_id") or (about and self.get("comment") and not has_idea_text):
            return True
        if not about or self.get("title"):
            return False
        return "title" not in by_field or bool({"id", "parent_id"} & by_field.keys() and self.get("id") != about)
