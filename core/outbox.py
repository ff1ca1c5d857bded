"""What must follow a change: a row in the same transaction, taken from there by a worker after the commit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Index, delete, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.database import Base, session

_PUT = "topics put into the outbox"


class OutboxRow(Base):
    """One thing to do for one subject; several rows for the same subject are done once."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_topic_id", "topic", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    topic: Mapped[str]
    subject_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


def put(topic: str, subject_ids: Iterable[int]) -> None:
    """Leave rows for a worker in the present transaction."""
    at = clock.now()
    rows = [{"topic": topic, "subject_id": subject_id, "created_at": at} for subject_id in sorted(set(subject_ids))]
    if rows:
        session.execute(insert(OutboxRow), rows)
        session().info.setdefault(_PUT, set()).add(topic)


def topics_put() -> set[str]:
    """The topics this session has left rows for since it was last asked; for waking workers after a commit."""
    topics: set[str] = session().info.pop(_PUT, set())
    return topics


@dataclass(frozen=True, slots=True)
class Waiting:
    """A row that waits: its own id and the id of its subject."""

    id: int
    subject_id: int


def take(topic: str, *, most: int) -> list[Waiting]:
    """The oldest rows of a topic, at most so many. They stay until `done` removes them."""
    rows = session.execute(
        select(OutboxRow.id, OutboxRow.subject_id).where(OutboxRow.topic == topic).order_by(OutboxRow.id).limit(most)
    )
    return [Waiting(*row) for row in rows]


def done(rows: Iterable[Waiting]) -> None:
    """Remove rows whose work has been carried out for good."""
    session.execute(delete(OutboxRow).where(OutboxRow.id.in_([row.id for row in rows])))


def waiting_since(topic: str) -> datetime | None:
    """When the oldest row of the topic was left, None when nothing waits."""
    return session.scalar(select(OutboxRow.created_at).where(OutboxRow.topic == topic).order_by(OutboxRow.id).limit(1))
