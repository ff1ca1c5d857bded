"""Reading ideas: one, many, and how many."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, bindparam, cast, exists, literal, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, joinedload, load_only, selectinload

from accounts.models import Organisation, Person
from core.clock import LOCAL
from core.database import session
from core.errors import NotFound
from core.languages import gettext as _
from core.pagination import Page, Where, paginate
from ideas import policy
from ideas.models import Attachment, Author, Comment, Idea, IdeaTag, IdeaVersion, MergeRequest, Stage
from ideas.tally import ANY, Tally

ORDERS: dict[str, tuple[InstrumentedAttribute[Any], bool]] = {
    "newest": (Idea.submitted_at, True),
    "supported": (Idea.support_total, True),
    "rising": (Idea.rising, True),
    "waiting": (Idea.submitted_at, False),
}
"""The orders of the list: the column, and whether it descends."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which ideas a list shows; None and "" mean any."""

    stage: Stage | None = None
    ministry_id: int | None = None
    province: str = ""
    tag: str = ""
    year: int | None = None


def get_idea(number: str, *, reader: Person) -> Idea:
    """The idea with this number, with all its page shows; NotFound when the reader may not know of it."""
    return _readable(_one(_BY_NUMBER, number), reader)


def get_idea_by_id(idea_id: int, *, reader: Person) -> Idea:
    """The idea with this id, a draft too when it is the reader's own."""
    return _readable(_one(_BY_ID, idea_id), reader)


# Statements of the pages most looked at are made once: making one takes as long as asking it.
# The few authors, tags and wishes come with the row: the page has many other questions to ask of the database.
# The version goes wherever an idea goes: a row read again is compared by it.
_TITLE = load_only(Idea.number, Idea.title, Idea.language, Idea.stage, Idea.version)
_WHOLE = select(Idea).options(
    joinedload(Idea.organisation),
    joinedload(Idea.ministry),
    joinedload(Idea.lab_officer).lazyload(Person.organisation),
    joinedload(Idea.merged_into).options(_TITLE),
    joinedload(Idea.authorships).joinedload(Author.person).lazyload(Person.organisation),
    joinedload(Idea.tag_rows),
    joinedload(Idea.merge_wishes).options(
        joinedload(MergeRequest.idea).options(_TITLE), joinedload(MergeRequest.into).options(_TITLE)
    ),
)
_BY_NUMBER, _BY_ID = (_WHOLE.where(column == bindparam("wanted")) for column in (Idea.number, Idea.id))


def _one(query: Select[Idea], wanted: str | int) -> Idea | None:
    return session.scalars(query, {"wanted": wanted}).unique().one_or_none()


def _readable(idea: Idea | None, reader: Person) -> Idea:
    if idea is None or not policy.may_read(reader, idea):
        raise NotFound(_("There is no such idea."))
    return idea


def ideas_by_id(ids: Iterable[int]) -> dict[int, Idea]:
    """Published ideas with what a card shows, in one go."""
    found = session.scalars(_CARDS.where(Idea.id.in_(list(ids)), Idea.stage != Stage.DRAFT))
    return {idea.id: idea for idea in found}


def page_of_ideas(filters: Filters, *, order: str, where: Where, size: int = 20) -> Page[Idea]:
    """One page of published ideas in one of the ORDERS."""
    column, descending = ORDERS[order]
    query = _filtered(_CARDS, filters)
    if order == "waiting":
        # Nothing was promised on ideas taken over from elsewhere.
        query = query.where(Idea.first_reply_at.is_(None), Idea.stage == Stage.PROPOSAL, Idea.reply_due_on.is_not(None))
    return paginate(query, column, Idea.id, where=where, size=size, descending=descending)


def board(filters: Filters, *, stages: Sequence[Stage], size: int = 10) -> dict[Stage, list[Idea]]:
    """The newest ideas of each of these stages, at most so many of each."""
    columns = []
    for stage in stages:
        column = _filtered(select(Idea.id), replace(filters, stage=stage))
        newest = column.order_by(Idea.submitted_at.desc(), Idea.id.desc()).limit(size).subquery()
        columns.append(select(newest.c.id))
    query = _CARDS.where(Idea.id.in_(union_all(*columns))).order_by(Idea.submitted_at.desc(), Idea.id.desc())
    on_board: dict[Stage, list[Idea]] = {stage: [] for stage in stages}
    for idea in session.scalars(query):
        on_board[idea.stage].append(idea)
    return on_board


# What a card shows, and whose it is; not the texts, which are most of an idea.
_CARDS = select(Idea).options(
    load_only(
        Idea.number, Idea.external_id, Idea.language, Idea.title, Idea.organisation_id, Idea.ministry_id, Idea.province,
        Idea.stage, Idea.verdict, Idea.reply_due_on, Idea.first_reply_at, Idea.submitted_at, Idea.trial_since,
        Idea.evaluated_at, Idea.closed_at, Idea.support_count, Idea.would_try_count, Idea.support_total,
        Idea.comment_count, Idea.rising, Idea.updated_at, Idea.version,
    ),
    joinedload(Idea.ministry).load_only(Organisation.name_km, Organisation.name_en),
    selectinload(Idea.authorships),
)  # fmt: skip


def _filtered(query: Select[Idea], filters: Filters) -> Select[Idea]:
    query = query.where(Idea.stage == filters.stage) if filters.stage else query.where(Idea.submitted_at.is_not(None))
    if filters.ministry_id:
        query = query.where(Idea.ministry_id == filters.ministry_id)
    if filters.province:
        query = query.where(Idea.province == filters.province)
    if filters.tag:
        query = query.where(exists().where(IdeaTag.idea_id == Idea.id, IdeaTag.tag == filters.tag))
    if filters.year:
        year = min(max(filters.year, 1000), 9000)
        query = query.where(Idea.submitted_at >= _new_year(year), Idea.submitted_at < _new_year(year + 1))
    return query


def _new_year(year: int) -> datetime:
    return datetime(year, 1, 1, tzinfo=LOCAL)


FACETS: dict[str, Callable[[str], Any]] = {"stage": Stage, "ministry_id": int, "province": str, "year": int}
"""What ideas are counted by, and how a value is read."""


def _values_of(facet: str) -> Select[str, str, int]:
    others = (getattr(Tally, name) == bindparam(name) for name in FACETS if name != facet)
    column = getattr(Tally, facet)
    return select(literal(facet, Text), cast(column, Text), Tally.count).where(*others, column != getattr(ANY, facet))


# One question for all of them: a list asks once.
_COUNTS = union_all(*(_values_of(facet) for facet in FACETS))


def facet_counts(filters: Filters) -> dict[str, dict[Any, int]]:
    """For each facet the number of ideas at each of its values, were it chosen beside the other filters but the tag."""
    given = {name: getattr(filters, name) or getattr(ANY, name) for name in FACETS}
    counts: dict[str, dict[Any, int]] = {name: {} for name in FACETS}
    for name, value, count in session.execute(_COUNTS, given):
        if count and value not in ("", "0"):
            counts[name][FACETS[name](value)] = count
    return counts


def drafts_of(person: Person) -> list[Idea]:
    """The person's drafts, the one touched last first."""
    mine = _written_by(person).where(Idea.stage == Stage.DRAFT)
    return list(session.scalars(mine.order_by(Idea.updated_at.desc(), Idea.id)))


def ideas_of(person: Person, *, limit: int = 50) -> list[Idea]:
    """What the person has published, newest first."""
    mine = _written_by(person).where(Idea.stage != Stage.DRAFT)
    return list(session.scalars(mine.order_by(Idea.submitted_at.desc(), Idea.id.desc()).limit(limit)))


def _written_by(person: Person) -> Select[Idea]:
    return _CARDS.join(Author, Author.idea_id == Idea.id).where(Author.person_id == person.id)


def made_by_form(mark: str, person: Person) -> Idea | None:
    """The idea this form has already made for the person, if it has."""
    return session.scalar(_written_by(person).where(Idea.form_mark == mark)) if mark else None


def versions_of(idea: Idea) -> list[IdeaVersion]:
    """Every version, the latest first."""
    return list(
        session.scalars(
            select(IdeaVersion)
            .where(IdeaVersion.idea_id == idea.id)
            .options(joinedload(IdeaVersion.editor), joinedload(IdeaVersion.organisation))
            .order_by(IdeaVersion.number.desc())
        )
    )


_SAID = (
    select(Comment)
    .where(Comment.idea_id == bindparam("idea"))
    .options(
        joinedload(Comment.author),
        joinedload(Comment.removed_by).lazyload(Person.organisation),
    )
    .order_by(Comment.id)
)


def comments_of(idea: Idea, *, reader: Person) -> list[Comment]:
    """What has been said, in order; without the lab's notes for those who are not the lab."""
    said = session.scalars(_SAID, {"idea": idea.id})
    return [comment for comment in said if policy.may_read_comment(reader, comment)]


def get_comment(comment_id: int, *, reader: Person) -> Comment:
    """The comment with this id; NotFound when the reader may not know of it."""
    comment = session.get(Comment, comment_id, options=[joinedload(Comment.idea)])
    if comment is None or not policy.may_read_comment(reader, comment):
        raise NotFound(_("There is no such comment."))
    return comment


_ATTACHED = select(Attachment).where(Attachment.idea_id == bindparam("idea")).order_by(Attachment.id)


def attachments_of(idea: Idea) -> Sequence[Attachment]:
    """The files beside the idea and its comments, in order."""
    return session.scalars(_ATTACHED, {"idea": idea.id}).all()


def get_attachment(attachment_id: int, *, reader: Person) -> Attachment:
    """The file with this id; NotFound when the reader may not read what it belongs to."""
    attachment = session.get(Attachment, attachment_id)
    if attachment is None:
        raise NotFound(_("There is no such file."))
    get_idea_by_id(attachment.idea_id, reader=reader)
    if attachment.comment_id is not None:
        comment = get_comment(attachment.comment_id, reader=reader)
        if comment.removed_at is not None:
            raise NotFound(_("There is no such file."))
    return attachment


def get_merge_request(request_id: int, *, reader: Person) -> MergeRequest:
    """The wish to merge with this id, with both ideas; NotFound when the reader may not know of it."""
    request = session.get(MergeRequest, request_id)
    if request is None:
        raise NotFound(_("There is no such proposal to merge."))
    get_idea_by_id(request.idea_id, reader=reader)
    get_idea_by_id(request.into_id, reader=reader)
    return request
