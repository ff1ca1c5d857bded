"""The history: an append-only row for all that happens to an idea or its trials, chained to the one before."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, bindparam, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from accounts.models import Person
from core import clock
from core.database import Base, session
from ideas.models import Idea, Stage


class Event(Base):
    """One thing that happened. Rows are added, never changed or removed."""

    __tablename__ = "event"
    __table_args__ = (
        UniqueConstraint("idea_id", "sequence", name="uq_event_in_order"),
        Index("ix_event_kind_at", "kind", "at"),
        Index("ix_event_actor_id_id", "actor_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"))
    # Which of the idea's events this is, from 1: two at once cannot take the same place in the chain.
    sequence: Mapped[int]
    trial_id: Mapped[int | None] = mapped_column(ForeignKey("trial.id"), index=True)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str]
    source: Mapped[str | None]
    target: Mapped[str | None]
    reason: Mapped[str | None]
    data: Mapped[dict[str, Any]] = mapped_column(default=dict)
    at: Mapped[datetime] = mapped_column(default=clock.now)
    previous: Mapped[str]
    digest: Mapped[str]

    actor: Mapped[Person | None] = relationship()

    def compute_digest(self) -> str:
        """SHA-256 in hexadecimal over the row as canonical JSON, the previous digest included."""
        facts = [
            self.previous,
            self.idea_id,
            self.sequence,
            self.trial_id,
            self.actor_id,
            self.kind,
            self.source,
            self.target,
            self.reason,
            self.data,
            self.at.isoformat(),
        ]
        return hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


BEGINNING = "0" * 64
"""What the first event of an idea is chained to."""


def record(
    idea: Idea,
    kind: str,
    *,
    by: Person | None,
    source: str | None = None,
    target: str | None = None,
    reason: str | None = None,
    trial_id: int | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Append an event to the idea's history, in the transaction of the change it tells of."""
    # Whoever writes to a chain holds the idea's row, so the chain has one end (SQLite has one writer anyway).
    session.execute(select(Idea.id).where(Idea.id == idea.id).with_for_update(key_share=True))
    last = session.execute(
        select(Event.sequence, Event.digest).where(Event.idea_id == idea.id).order_by(Event.sequence.desc()).limit(1)
    ).first()
    event = Event(
        idea_id=idea.id,
        sequence=last.sequence + 1 if last else 1,
        trial_id=trial_id,
        actor_id=by.id if by else None,
        kind=kind,
        source=source,
        target=target,
        reason=reason,
        data=data or {},
        at=clock.now(),
        previous=last.digest if last else BEGINNING,
    )
    event.digest = event.compute_digest()
    session.add(event)
    session.flush()
    return event


def history_of(idea: Idea) -> list[Event]:
    """Every event of the idea and its trials, in order."""
    return list(
        session.scalars(
            select(Event).where(Event.idea_id == idea.id).options(joinedload(Event.actor)).order_by(Event.sequence)
        )
    )


_LATEST = (
    select(Event)
    .where(Event.idea_id == bindparam("idea"))
    .options(joinedload(Event.actor).lazyload(Person.organisation))
    .order_by(Event.sequence.desc())
    .limit(bindparam("most"))
)


def latest_of(idea: Idea, most: int) -> list[Event]:
    """The last events of the idea and its trials, the latest first."""
    return list(session.scalars(_LATEST, {"idea": idea.id, "most": most}))


@dataclass(frozen=True, slots=True)
class BrokenChain:
    """The first event of an idea that is not what was written."""

    idea_id: int
    sequence: int
    problem: str


def verify(idea_id: int) -> BrokenChain | None:
    """Check the chain of one idea; None when every row is as it was written, none is missing between, and the last
    move leads to the stage the idea is at."""
    previous, expected, stage = BEGINNING, 1, None
    for event in session.scalars(select(Event).where(Event.idea_id == idea_id).order_by(Event.sequence)):
        if event.sequence != expected:
            return BrokenChain(idea_id, expected, "missing")
        if event.previous != previous or event.digest != event.compute_digest():
            return BrokenChain(idea_id, expected, "changed")
        previous, expected = event.digest, expected + 1
        stage = event.target or stage
    now = session.scalar(select(Idea.stage).where(Idea.id == idea_id))
    if now is not None and now is not Stage.DRAFT and stage != now.value:
        # The end was cut off, or the stage was set by hand.
        return BrokenChain(idea_id, expected, "missing")
    return None
