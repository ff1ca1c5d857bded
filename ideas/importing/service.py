"""Saving what an export holds: each row whole or not at all, and a second time nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from accounts.models import Organisation, Person
from accounts.service import imported_person
from core import clock
from core.database import session
from core.errors import DomainError, Invalid
from core.languages import gettext as _
from ideas import events
from ideas import service as ideas
from ideas.importing.here import Here, Systems
from ideas.importing.places import Places
from ideas.importing.rows import BadRow, CommentRow, IdeaRow, Row
from ideas.models import Author, Comment, Idea, IdeaTag, Stage
from ideas.text import TAGS_MOST, IdeaText

DEFAULT_SOURCE = "import"
"""The name ids are unique under when a file is given none."""
_DEEPEST_TALK = 100
BATCH = 200
"""Rows between two commits: few enough that the database is not held for long."""


@dataclass
class Report:
    """What became of the rows of a file."""

    ideas: int = 0
    comments: int = 0
    already_here: int = 0
    bad: list[BadRow] = field(default_factory=list)


def import_rows(
    rows: Iterable[Row],
    *,
    source: str = DEFAULT_SOURCE,
    organisation: Organisation | None = None,
    by: Person | None = None,
    after_batch: Callable[[], None] = lambda: None,
) -> Report:
    """Save ideas and comments; `after_batch` is called every few hundred rows, and may commit.

    External ids are unique under the `source`, which tells systems apart. A row that is already here adds nothing, nor
    does an idea another source brought under the same id with the same title or text. A comment whose idea comes later
    in the rows waits for it. `organisation` takes the ideas that name none we know.
    """
    saving = _Import(source, organisation, by)
    remaining = iter(rows)
    while batch := list(islice(remaining, BATCH)):
        saving.take(batch)
        after_batch()
    saving.finish()
    after_batch()
    saving.report.bad.sort(key=lambda row: row.line)
    return saving.report


class _Import:
    """One file on its way in."""

    def __init__(self, source: str, organisation: Organisation | None, by: Person | None) -> None:
        self.report = Report()
        self._source = source
        self._systems = Systems(source)
        self._by = by
        self._places = Places(otherwise=organisation)
        self._people: dict[str, int] = {}
        self._waiting: list[CommentRow] = []
        self._talk: dict[int, list[int]] = {}

    def take(self, rows: Sequence[Row]) -> None:
        """Save a batch of rows; comments that cannot be placed yet wait."""
        here = Here(self._systems, rows)
        for row in rows:
            if isinstance(row, BadRow):
                self.report.bad.append(row)
            elif isinstance(row, IdeaRow):
                self._attempt(row, here)
            elif (row.idea_id and not here.idea(row.idea_id)) or (
                row.parent_id and not here.comment(row.parent_id, row)
            ):
                self._waiting.append(row)
            else:
                self._attempt(row, here)
        self._tell_of_talk()

    def finish(self) -> None:
        """Place the comments that waited; those without an idea are named."""
        waiting, self._waiting = _parents_first(self._waiting), []
        for start in range(0, len(waiting), BATCH):
            rows = waiting[start : start + BATCH]
            here = Here(self._systems, rows)
            for row in rows:
                self._attempt(row, here)
            self._tell_of_talk()

    def _attempt(self, row: IdeaRow | CommentRow, here: Here) -> None:
        """Save one row in a savepoint of its own, so that a refusal costs only itself."""
        try:
            with session.begin_nested():
                added = self._idea(row, here) if isinstance(row, IdeaRow) else self._comment(row, here)
        except DomainError as refusal:
            self._refuse(row, str(refusal))
        except DBAPIError as error:
            told = str(error.orig).splitlines()[0]
            self._refuse(row, _("The database does not take it: %(reason)s", reason=told))
        else:
            if not added:
                self.report.already_here += 1
            elif isinstance(row, IdeaRow):
                self.report.ideas += 1
            else:
                self.report.comments += 1

    def _refuse(self, row: IdeaRow | CommentRow, reason: str) -> None:
        self.report.bad.append(BadRow(row.line, reason))
        # Whoever was added with the row went with it.
        self._people.clear()

    def _idea(self, row: IdeaRow, here: Here) -> bool:
        if here.has(row):
            return False
        text = self._text(row)
        submitted_at = row.submitted_at or clock.now()
        organisation = self._places.organisation(row.organisation)
        idea = Idea(
            number=ideas.next_number(submitted_at),
            stage=Stage.PROPOSAL,
            title=text.title,
            problem=text.problem,
            proposal=text.proposal,
            gain=text.gain,
            language=text.language,
            second_title=text.second_title,
            second_summary=text.second_summary,
            organisation=organisation,
            ministry_id=organisation.top_id if organisation else None,
            province=text.province,
            submitted_at=submitted_at,
            source=self._source,
            external_id=row.external_id,
            licence=row.licence or None,
            source_url=row.url or None,
            imported_support_count=row.supports,
            tag_rows=[IdeaTag(tag=tag) for tag in text.tags],
        )
        if row.author:
            idea.authorships = [Author(person_id=self._person(row.author))]
        session.add(idea)
        session.flush()
        ideas.keep_version(idea, by=None)
        events.record(idea, "imported", by=self._by, target=Stage.PROPOSAL, data=self._origin(row))
        here.add_idea(row, idea)
        return True

    def _text(self, row: IdeaRow) -> IdeaText:
        # The category is how the other system sorted its ideas: here tags do.
        tags = tuple(dict.fromkeys(tag for tag in (row.category, *row.tags) if tag))
        return IdeaText(
            title=row.title,
            problem=row.problem,
            proposal=row.proposal,
            gain=row.gain,
            language=row.language or "en",
            second_title=row.second_title,
            second_summary=row.second_summary,
            province=self._places.province(row.province),
            tags=tags[:TAGS_MOST],
        ).cleaned()

    def _origin(self, row: IdeaRow) -> dict[str, object]:
        """What the file said beyond what an idea has room for."""
        facts = {
            "source": self._source,
            "external_id": row.external_id,
            "url": row.url,
            "licence": row.licence,
            "category": row.category,
            "organisation": row.organisation,
            "province": row.province,
            "submitted_at": row.submitted_at.isoformat() if row.submitted_at else "",
            "supports": row.supports,
            "tags": list(row.tags) if len(row.tags) >= TAGS_MOST else [],
            "details": dict(row.details),
        }
        return {name: value for name, value in facts.items() if value}

    def _comment(self, row: CommentRow, here: Here) -> bool:
        if here.has_elsewhere(row):
            return False
        parent = here.comment(row.parent_id, row) if row.parent_id else None
        idea_id = here.idea(row.idea_id) or (parent.idea_id if parent else None)
        if idea_id is None:
            raise Invalid(_("There is no idea with the id %(id)s.", id=row.idea_id or row.parent_id))
        external_id = here.free_comment_id(row, idea_id)
        if external_id is None:
            return False
        comment = Comment(
            idea_id=idea_id,
            author_id=self._person(row.author) if row.author else None,
            # One level of answers: an answer to an answer stands beside it.
            parent_id=(parent.parent_id or parent.id) if parent and parent.idea_id == idea_id else None,
            body=row.body,
            language=row.language or "en",
            source=self._source,
            external_id=external_id,
            created_at=row.submitted_at or session.get_one(Idea, idea_id).submitted_at or clock.now(),
        )
        session.add(comment)
        session.flush()
        session.execute(update(Idea).where(Idea.id == idea_id).values(comment_count=Idea.comment_count + 1))
        here.add_comment(comment)
        self._talk.setdefault(idea_id, []).append(comment.id)
        return True

    def _person(self, name: str) -> int:
        """The person this source calls by the name, the same one each time."""
        if name not in self._people:
            self._people[name] = imported_person(source=self._source, name=name).id
        return self._people[name]

    def _tell_of_talk(self) -> None:
        """Leave one event an idea for the comments a batch brought."""
        for idea_id, comments in self._talk.items():
            idea = session.get_one(Idea, idea_id)
            session.refresh(idea, ["comment_count"])
            events.record(idea, "imported", by=self._by, data={"source": self._source, "comments": comments})
        self._talk = {}


def _parents_first(rows: list[CommentRow]) -> list[CommentRow]:
    """The rows in an order in which a comment comes before its answers; what answers itself comes last."""
    parents = {row.external_id: row.parent_id for row in rows}

    def depth(row: CommentRow) -> int:
        above, steps = row.parent_id, 0
        while above in parents and steps <= _DEEPEST_TALK:
            above, steps = parents[above], steps + 1
        return steps

    return sorted(rows, key=depth)
