"""A decision of the lab on an idea."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Person
from core import clock
from core.database import Base
from core.languages import lazy_gettext as _l
from ideas.models import Idea


class Outcome(enum.StrEnum):
    """What the lab decided."""

    TRY = "try"
    IMPROVE = "improve"
    NOT_NOW = "not_now"
    MERGE = "merge"

    @property
    def label(self) -> str:
        """The words for it."""
        return OUTCOME_LABELS[self]


OUTCOME_LABELS = {
    Outcome.TRY: _l("Try it"),
    Outcome.IMPROVE: _l("Improve it"),
    Outcome.NOT_NOW: _l("Not now"),
    Outcome.MERGE: _l("Merge with another idea"),
}


class Decision(Base):
    """The lab's reasoned outcome; a draft until it is published, and unseen outside the lab until then."""

    __tablename__ = "decision"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="reason_given"),
        CheckConstraint("(published_at IS NULL) = (published_by_id IS NULL)", name="publisher_if_published"),
        Index("ix_decision_idea_id_published_at", "idea_id", "published_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    outcome: Mapped[Outcome]
    reason: Mapped[str]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    drafted_at: Mapped[datetime] = mapped_column(default=clock.now)
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    published_at: Mapped[datetime | None]

    idea: Mapped[Idea] = relationship()
    drafted_by: Mapped[Person] = relationship(foreign_keys=[drafted_by_id])
    published_by: Mapped[Person | None] = relationship(foreign_keys=[published_by_id])
