"""A notice in somebody's inbox, and what somebody follows."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.database import Base


class Notice(Base):
    """That a person is told of an event; telling them twice leaves one notice."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "event_id", name="uq_notice_told_once"),
        Index("ix_notice_person_id_read_at_id", "person_id", "read_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    # Asks something of the reader, so it stands on the home page until it is read.
    urgent: Mapped[bool] = mapped_column(default=False)
    read_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)


class Follow(Base):
    """That a person wants to hear of an idea."""

    __tablename__ = "follow"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True, index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
