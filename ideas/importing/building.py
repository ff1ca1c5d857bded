"""From a record's cells to an idea or a comment, or the reason why it is neither."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.errors import Invalid
from core.languages import lazy_gettext as _l
from ideas.importing import fields
from ideas.importing.cells import Cells, Source
from ideas.importing.columns import Columns, assign
from ideas.importing.html_text import plain_line, plain_text
from ideas.importing.rows import TITLE_LIMIT, BadRow, CommentRow, IdeaRow, Row
from ideas.importing.text import shorten

_IMPORTANCE = re.compile(r"(?:^|\n)[ *_#]*Why Is This Idea Important[ *_]*\?[ *_:]*\s*", re.IGNORECASE)
_DETAIL_LIMIT = 2000
_OWN_SECTION = 120
# Long cells that are about the row and not part of what its author proposes.
_ABOUT_THE_ROW = re.compile(
    r"source|credit|attribut|attach|error|answer|respon|repl|note|remark|agent|referr|image|file", re.IGNORECASE
)
_COMMENT_COLUMNS = ("comment", "body", "comments")


@dataclass(frozen=True, slots=True)
class Reader:
    """How one file is to be read: columns given by hand, columns not to trust, and whose dates begin with the month."""

    chosen: tuple[tuple[str, str], ...] = ()
    distrusted: frozenset[str] = frozenset()
    month_first: frozenset[str] = frozenset()

    def columns(self, source: Source) -> Columns:
        """What each column of the record holds."""
        return assign((*source.cells, *source.lists), self.chosen, self.distrusted)

    def rows(self, source: Source) -> Iterator[Row]:
        """The idea or comment of a record, then the comments nested in it."""
        cells = Cells(source, self.columns(source), self.month_first)
        try:
            row = _comment(cells) if cells.tell_a_comment else _idea(cells)
        except Invalid as refusal:
            yield BadRow(source.line, str(refusal))
            return
        yield row
        for place, nested in enumerate(source.nested, start=1):
            yield from self._nested(row, nested, place)

    def _nested(self, above: IdeaRow | CommentRow, source: Source, place: int) -> Iterator[Row]:
        cells = Cells(source, self.columns(source), self.month_first)
        idea_id = above.external_id if isinstance(above, IdeaRow) else above.idea_id
        parent_id = above.external_id if isinstance(above, CommentRow) else ""
        try:
            row = _comment(cells, idea_id=idea_id, parent_id=parent_id, place=f"{above.external_id}#{place}")
        except Invalid as refusal:
            yield BadRow(source.line, str(_l("Comment %(place)s in it: %(reason)s", place=place, reason=refusal)))
            return
        yield row
        for deeper, reply in enumerate(source.nested, start=1):
            yield from self._nested(row, reply, deeper)


def _idea(cells: Cells) -> IdeaRow:
    for name, value in cells.named("private"):
        if fields.is_yes(value):
            raise Invalid(_l("It is marked “%(column)s”.", column=name))
    languages = cells.languages()
    language = languages[0] if languages else ""
    title = plain_line(cells.get("title", language))
    if not title:
        raise Invalid(_l("It has no title."))
    problem, proposal, gain = _texts(cells, language)
    sections = "".join(f"\n\n**{question}**\n\n{text}" for question, text in _own_sections(cells))
    proposal = (proposal + sections).strip()
    if not (problem or proposal or gain):
        raise Invalid(_l("It has no text."))
    if len(title) > TITLE_LIMIT:
        # The whole title opens the text, so that no word of it is lost.
        problem, proposal = (f"{title}\n\n{problem}", proposal) if problem else ("", f"{title}\n\n{proposal}".strip())
    spoken = fields.language_of(f"{title} {proposal} {problem}", cells.get("language") or language)
    second = next((other for other in languages[1:] if other in ("km", "en") and other != spoken), "")
    category, submitted_at = plain_line(cells.get("category", language)), cells.date()
    author = cells.author()
    return IdeaRow(
        line=cells.line,
        external_id=next(
            (found for name in ("id", "idea_id", "number") if (found := fields.read_external_id(cells.get(name)))),
            _id_of_content(title, problem, proposal, gain, author, category, str(submitted_at)),
        ),
        title=shorten(title, TITLE_LIMIT),
        problem=problem,
        proposal=proposal,
        gain=gain,
        second_title=shorten(
            plain_line(cells.get("second_title") or (second and cells.get("title", second))), TITLE_LIMIT
        ),
        second_summary=cells.text("second_summary") or (second and cells.text("body", "summary", language=second)),
        language=spoken,
        author=author,
        submitted_at=submitted_at,
        supports=_supports(cells),
        tags=cells.tags(),
        category=category,
        organisation=plain_line(cells.get("organisation", language)),
        province=plain_line(cells.get("province", language)),
        url=cells.get("url").strip(),
        licence=plain_line(cells.get("licence")),
        details={name: value.strip()[:_DETAIL_LIMIT] for name, value in cells.others()},
    )


def _texts(cells: Cells, language: str) -> tuple[str, str, str]:
    """Problem, proposal and gain. A text beside a solution tells the problem; a text alone is the proposal."""
    body = cells.text("body", language=language)
    summary = cells.text("summary", language=language)
    problem = cells.text("problem", language=language)
    proposal = cells.text("proposal", language=language)
    gain = cells.text("gain", language=language)
    if summary and summary.rstrip(".… ") not in body:
        body = f"{summary}\n\n{body}".strip()
    if not gain and (found := _IMPORTANCE.search(body)) and body[: found.start()].strip():
        body, gain = body[: found.start()].strip(), body[found.end() :].strip()
    if body and proposal and not problem:
        return body, proposal, gain
    return problem, f"{proposal}\n\n{body}".strip() if body not in proposal else proposal, gain


def _own_sections(cells: Cells) -> Iterator[tuple[str, str]]:
    """Long answers under questions we do not know: they belong to the idea and stand under their question."""
    for name, value in cells.others():
        if len(value) < _OWN_SECTION or _ABOUT_THE_ROW.search(name):
            continue
        text = plain_text(value)
        if len(text) >= _OWN_SECTION and "://" not in text[:8]:
            question = plain_line(name).replace("_", " ")
            yield question[:1].upper() + question[1:], text


def _supports(cells: Cells) -> int:
    """Votes for it where they are told apart, else all votes, else the score with the votes against put back."""
    for field_name in ("up", "total"):
        if (count := cells.count(field_name)) is not None:
            return max(0, count)
    return max(0, (cells.count("score") or 0) + (cells.count("down") or 0))


def _comment(cells: Cells, *, idea_id: str = "", parent_id: str = "", place: str = "") -> CommentRow:
    body = cells.text(*_COMMENT_COLUMNS)
    if not body:
        raise Invalid(_l("The comment has no text."))
    idea_id = idea_id or fields.read_external_id(cells.get("idea_id"))
    parent_id = fields.read_external_id(cells.get("parent_id")) or parent_id
    if not idea_id and not parent_id:
        raise Invalid(_l("It does not say which idea it is about."))
    author, submitted_at = cells.author(), cells.date()
    own_id = next(
        (found for name in ("comment_id", "id", "number") if (found := fields.read_external_id(cells.get(name)))),
        _id_of_content(idea_id, parent_id, body, author, str(submitted_at), place),
    )
    return CommentRow(
        line=cells.line,
        external_id=own_id,
        idea_id=idea_id,
        parent_id=parent_id,
        body=body,
        author=author,
        submitted_at=submitted_at,
        language=fields.language_of(body, cells.get("language")),
    )


def _id_of_content(*parts: str) -> str:
    """An id for a row that has none: the same content gives the same id, so a second import knows it again."""
    return "text-" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
