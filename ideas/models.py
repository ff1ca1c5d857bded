"""An idea, its earlier versions, its authors, comments and attachments."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation, Person
from accounts.provinces import PROVINCES, Province
from core import clock
from core.database import Base
from core.languages import lazy_gettext as _l


class Stage(enum.StrEnum):
    """How far an idea has come. Only the workflow moves an idea from one to another."""

    DRAFT = "draft"
    PROPOSAL = "proposal"
    TRIAL = "trial"
    EVALUATED = "evaluated"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The word for it."""
        return STAGE_LABELS[self]


STAGE_LABELS = {
    Stage.DRAFT: _l("Draft"),
    Stage.PROPOSAL: _l("Proposal"),
    Stage.TRIAL: _l("Trial"),
    Stage.EVALUATED: _l("Evaluated"),
    Stage.CLOSED: _l("Closed"),
}


class CloseReason(enum.StrEnum):
    """Why an idea was closed."""

    WITHDRAWN = "withdrawn"
    NOT_NOW = "not_now"
    MERGED = "merged"

    @property
    def label(self) -> str:
        """The words for it."""
        return CLOSE_LABELS[self]


CLOSE_LABELS = {
    CloseReason.WITHDRAWN: _l("Withdrawn by its author"),
    CloseReason.NOT_NOW: _l("Not now"),
    CloseReason.MERGED: _l("Merged into another idea"),
}


class Verdict(enum.StrEnum):
    """What a trial showed. "Did not" and "unclear" are results as good as any."""

    WORKED = "worked"
    PARTLY = "partly"
    DID_NOT = "did_not"
    UNCLEAR = "unclear"

    @property
    def label(self) -> str:
        """The words for it."""
        return VERDICT_LABELS[self]


VERDICT_LABELS = {
    Verdict.WORKED: _l("Worked"),
    Verdict.PARTLY: _l("Partly worked"),
    Verdict.DID_NOT: _l("Did not work"),
    Verdict.UNCLEAR: _l("Unclear"),
}


def _list_indexes() -> list[Index]:
    """One index per order of the list, alone and behind the commonest facets: every page is read from an index."""
    orders = {"newest": "submitted_at", "supported": "support_total", "rising": "rising"}
    facets: dict[str, list[str]] = {
        "all": [],
        "stage": ["stage"],
        "ministry": ["ministry_id"],
        "province": ["province"],
    }
    return [
        Index(f"ix_idea_{order}_{facet}", *columns, column, "id")
        for order, column in orders.items()
        for facet, columns in facets.items()
    ]


class Idea(Base):
    """A problem, a proposal and the gain hoped for."""

    __tablename__ = "idea"
    __table_args__ = (
        UniqueConstraint("source", "external_id", name="uq_idea_imported_once"),
        CheckConstraint("(stage = 'draft') = (number IS NULL)", name="number_once_submitted"),
        CheckConstraint("(stage = 'closed') = (close_reason IS NOT NULL)", name="reason_if_closed"),
        # An unmerged idea keeps no trace here; its history does.
        CheckConstraint(
            "(merged_into_id IS NOT NULL) = (coalesce(close_reason, '') = 'merged')", name="target_if_merged"
        ),
        CheckConstraint("merged_into_id IS NULL OR merged_into_id <> id", name="not_merged_into_itself"),
        CheckConstraint(
            "support_count >= 0 AND would_try_count >= 0 AND comment_count >= 0", name="counts_not_negative"
        ),
        CheckConstraint("language IN ('km', 'en')", name="language_we_speak"),
        *_list_indexes(),
        Index(
            "ix_idea_waiting",
            "submitted_at",
            "id",
            sqlite_where=text("first_reply_at IS NULL AND stage = 'proposal' AND reply_due_on IS NOT NULL"),
            postgresql_where=text("first_reply_at IS NULL AND stage = 'proposal' AND reply_due_on IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str | None] = mapped_column(unique=True)
    language: Mapped[str] = mapped_column(default="km")
    title: Mapped[str] = mapped_column(default="")
    problem: Mapped[str] = mapped_column(default="")
    proposal: Mapped[str] = mapped_column(default="")
    gain: Mapped[str] = mapped_column(default="")
    second_title: Mapped[str] = mapped_column(default="")
    second_summary: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    # The organisation at the top of `organisation`, kept beside it because every list asks for it.
    ministry_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), active_history=True)
    province: Mapped[str | None] = mapped_column(index=True, active_history=True)

    # What the tally counts by (also ministry and province): the old value is read before it is changed.
    stage: Mapped[Stage] = mapped_column(default=Stage.DRAFT, active_history=True)
    close_reason: Mapped[CloseReason | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    lab_officer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    reply_due_on: Mapped[date | None]
    first_reply_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None] = mapped_column(active_history=True)
    trial_since: Mapped[datetime | None]
    evaluated_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    verdict: Mapped[Verdict | None]

    source: Mapped[str | None]
    external_id: Mapped[str | None]
    licence: Mapped[str | None]
    source_url: Mapped[str | None]
    # Mark of the form that made it: the same form sent twice makes one idea.
    form_mark: Mapped[str | None] = mapped_column(unique=True)

    support_count: Mapped[int] = mapped_column(default=0)
    would_try_count: Mapped[int] = mapped_column(default=0)
    # Supports counted elsewhere before an import: shown and sorted, never mixed with our people's.
    imported_support_count: Mapped[int] = mapped_column(default=0)
    support_total: Mapped[int] = mapped_column(Computed("support_count + imported_support_count", persisted=True))
    comment_count: Mapped[int] = mapped_column(default=0)
    rising: Mapped[float] = mapped_column(default=0.0)

    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    updated_at: Mapped[datetime] = mapped_column(default=clock.now)
    # Two people changing an idea at once: the second is told, nothing is overwritten.
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    organisation: Mapped[Organisation | None] = relationship(foreign_keys=[organisation_id])
    ministry: Mapped[Organisation | None] = relationship(foreign_keys=[ministry_id])
    lab_officer: Mapped[Person | None] = relationship(foreign_keys=[lab_officer_id])
    merged_into: Mapped["Idea | None"] = relationship(remote_side=[id], foreign_keys=[merged_into_id])
    # Ordered by a sum: to have them in order, SQLite would else walk the whole table of authors and seek this idea's.
    authorships: Mapped[list["Author"]] = relationship(
        back_populates="idea", cascade="all, delete-orphan", order_by="Author.id + 0"
    )
    tag_rows: Mapped[list["IdeaTag"]] = relationship(cascade="all, delete-orphan", order_by="IdeaTag.id + 0")

    # The unanswered wishes to merge it into another idea, or another into it.
    merge_wishes: Mapped[list["MergeRequest"]] = relationship(
        primaryjoin="and_(or_(MergeRequest.idea_id == Idea.id, MergeRequest.into_id == Idea.id), "
        "MergeRequest.answered_at.is_(None))",
        order_by="MergeRequest.id",
        viewonly=True,
    )

    @property
    def tags(self) -> list[str]:
        """The tags, in the order they were given."""
        return [row.tag for row in self.tag_rows]

    @property
    def authors(self) -> list[Person]:
        """The people who wrote it, the first author first."""
        return [authorship.person for authorship in self.authorships]

    @property
    def place(self) -> Province | None:
        """The province it concerns."""
        return PROVINCES.get(self.province or "")

    @property
    def url(self) -> str:
        """The address of its page; a draft's is where it is written."""
        return f"/ideas/{self.number}" if self.number else f"/drafts/{self.id}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be supported: published, not closed and not evaluated."""
        return self.stage in (Stage.PROPOSAL, Stage.TRIAL)


class IdeaNumber(Base):
    """The last number given in a year; a number is never given twice."""

    __tablename__ = "idea_number"

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int]


class IdeaTag(Base):
    """One tag on one idea."""

    __tablename__ = "idea_tag"
    __table_args__ = (
        UniqueConstraint("idea_id", "tag", name="uq_idea_tag_given_once"),
        Index("ix_idea_tag_tag", "tag"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    tag: Mapped[str]


class Author(Base):
    """That a person wrote an idea, alone or with others."""

    __tablename__ = "author"
    __table_args__ = (UniqueConstraint("idea_id", "person_id", name="uq_author_named_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    since: Mapped[datetime] = mapped_column(default=clock.now)

    idea: Mapped[Idea] = relationship(back_populates="authorships")
    person: Mapped[Person] = relationship()


class IdeaVersion(Base):
    """What an idea said at one time; written at submission and at every edit after it."""

    __tablename__ = "idea_version"
    __table_args__ = (UniqueConstraint("idea_id", "number", name="uq_idea_version_numbered_once"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    number: Mapped[int]
    title: Mapped[str]
    problem: Mapped[str]
    proposal: Mapped[str]
    gain: Mapped[str]
    second_title: Mapped[str]
    second_summary: Mapped[str]
    language: Mapped[str]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    province: Mapped[str | None]
    tags: Mapped[list[str]]
    editor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(default=clock.now)

    organisation: Mapped[Organisation | None] = relationship()
    editor: Mapped[Person | None] = relationship()


class CommentKind(enum.StrEnum):
    """What a comment is meant as."""

    COMMENT = "comment"
    QUESTION = "question"
    OFFER = "offer"
    OFFICIAL = "official"
    INTERNAL = "internal"

    @property
    def label(self) -> str:
        """The words for it."""
        return COMMENT_LABELS[self]


COMMENT_LABELS = {
    CommentKind.COMMENT: _l("Comment"),
    CommentKind.QUESTION: _l("Question"),
    CommentKind.OFFER: _l("Offer of help"),
    CommentKind.OFFICIAL: _l("Reply from the lab"),
    CommentKind.INTERNAL: _l("Note within the lab"),
}


class Comment(Base):
    """Something said about an idea; removing it leaves a tombstone."""

    __tablename__ = "comment"
    __table_args__ = (
        UniqueConstraint("source", "external_id", name="uq_comment_imported_once"),
        CheckConstraint("(removed_at IS NULL) = (removed_reason IS NULL)", name="reason_if_removed"),
        Index("ix_comment_idea_id_id", "idea_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    kind: Mapped[CommentKind] = mapped_column(default=CommentKind.COMMENT)
    body: Mapped[str]
    language: Mapped[str] = mapped_column(default="km")
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    removed_reason: Mapped[str | None]
    source: Mapped[str | None]
    external_id: Mapped[str | None]
    form_mark: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    idea: Mapped[Idea] = relationship()
    author: Mapped[Person | None] = relationship(foreign_keys=[author_id])
    removed_by: Mapped[Person | None] = relationship(foreign_keys=[removed_by_id])
    parent: Mapped["Comment | None"] = relationship(remote_side=[id])


class MergeRequest(Base):
    """That the author of one idea asks the author of another to unite the two."""

    __tablename__ = "merge_request"
    __table_args__ = (
        CheckConstraint("idea_id <> into_id", name="two_ideas"),
        Index(
            "uq_merge_request_one_open",
            "idea_id",
            unique=True,
            sqlite_where=text("answered_at IS NULL"),
            postgresql_where=text("answered_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    into_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str]
    asked_at: Mapped[datetime] = mapped_column(default=clock.now)
    answered_at: Mapped[datetime | None]
    accepted: Mapped[bool | None]

    idea: Mapped[Idea] = relationship(foreign_keys=[idea_id])
    into: Mapped[Idea] = relationship(foreign_keys=[into_id])
    asked_by: Mapped[Person] = relationship()


class Attachment(Base):
    """A file beside an idea or a comment; its content was checked, images were drawn anew."""

    __tablename__ = "attachment"

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    comment_id: Mapped[int | None] = mapped_column(ForeignKey("comment.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    # The file lies in the upload folder under the digest of its content.
    digest: Mapped[str]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    @property
    def is_image(self) -> bool:
        """Whether it can be shown in the page."""
        return self.media_type.startswith("image/")
