"""One person's support of one idea."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.database import Base


class Support(Base):
    """A yes; who gave it is seen by nobody but the giver."""

    __tablename__ = "support"
    __table_args__ = (Index("ix_support_person_id_created_at", "person_id", "created_at"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    would_try: Mapped[bool] = mapped_column(default=False)
    # Whether the giver lets their organisation be shown beside "would try".
    shows_organisation: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    # Set when a merge brought the support here from another idea, so that an unmerge can give it back.
    merged_from_id: Mapped[int | None] = mapped_column(ForeignKey("idea.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
