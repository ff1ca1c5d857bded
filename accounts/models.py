"""Organisations, people and grants."""

import enum
import re
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.provinces import PROVINCES, Province
from core import clock
from core.database import Base
from core.languages import current_language
from core.languages import lazy_gettext as _l


class OrganisationKind(enum.StrEnum):
    """What sort of body an organisation is."""

    MINISTRY = "ministry"
    DEPARTMENT = "department"
    UNIT = "unit"
    PROVINCE = "province"
    AGENCY = "agency"


class Organisation(Base):
    """A body of the civil service; ministries stand at the top, departments and units below them."""

    __tablename__ = "organisation"
    __table_args__ = (
        CheckConstraint("parent_id IS NULL OR parent_id <> id", name="no_organisation_above_itself"),
        CheckConstraint("headcount IS NULL OR headcount >= 0", name="headcount_counts_people"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name_km: Mapped[str]
    name_en: Mapped[str]
    kind: Mapped[OrganisationKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    # "/3/17/": ids from the top down to this one. It answers "is it below?" without a query.
    path: Mapped[str] = mapped_column(default="", index=True)
    headcount: Mapped[int | None]
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    parent: Mapped["Organisation | None"] = relationship(remote_side=[id])

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_km if current_language() == "km" else self.name_en

    @property
    def top_id(self) -> int:
        """The id of the ministry (or other body at the top) this belongs to."""
        return int(self.path.split("/")[1])

    def is_within(self, other: "Organisation") -> bool:
        """Whether this is the other organisation or stands somewhere below it."""
        return self.path.startswith(other.path)


class PersonStatus(enum.StrEnum):
    """Whether a person takes part."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    FORMER = "former"
    IMPORTED = "imported"


class Digest(enum.StrEnum):
    """How often a person wants to hear by mail."""

    DAILY = "daily"
    WEEKLY = "weekly"
    NONE = "none"


class Person(Base):
    """Somebody who serves, or served; whoever is known only from an imported file has no account."""

    __tablename__ = "person"
    __table_args__ = (
        UniqueConstraint("source", "external_id", name="uq_person_imported_once"),
        CheckConstraint("email = lower(email)", name="email_in_lower_case"),
        CheckConstraint("language IN ('km', 'en')", name="language_we_speak"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    name_km: Mapped[str] = mapped_column(default="")
    name_en: Mapped[str] = mapped_column(default="")
    job_title: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    province: Mapped[str | None]
    language: Mapped[str] = mapped_column(default="km")
    digest: Mapped[Digest] = mapped_column(default=Digest.WEEKLY)
    status: Mapped[PersonStatus] = mapped_column(default=PersonStatus.ACTIVE)
    source: Mapped[str | None]
    external_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    grants: Mapped[list["Grant"]] = relationship(
        back_populates="person", foreign_keys="Grant.person_id", cascade="all, delete-orphan", order_by="Grant.id"
    )

    @property
    def name(self) -> str:
        """The name in the reader's language, or in the other one where only that is known."""
        if self.status is PersonStatus.FORMER:
            return str(_l("Former colleague"))
        names = (self.name_km, self.name_en) if current_language() == "km" else (self.name_en, self.name_km)
        return names[0] or names[1] or (self.email or "").partition("@")[0]

    @property
    def name_language(self) -> str:
        """The language the shown name is written in, for marking it in the page."""
        return "km" if re.search("[\u1780-\u17ff]", self.name) else "en"

    @property
    def place(self) -> Province | None:
        """The province the person works in."""
        return PROVINCES.get(self.province or "")


class Role(enum.StrEnum):
    """What can be granted; everybody active is a member without any grant."""

    LAB = "lab"
    LEADER = "leader"
    ADMIN = "admin"


class Grant(Base):
    """A role for one organisation and all below it; without an organisation, for the whole service."""

    __tablename__ = "grant"
    __table_args__ = (
        UniqueConstraint("person_id", "role", "organisation_id", name="uq_grant_given_once"),
        # NULLs differ from each other in a unique constraint, so the widest grant needs its own rule.
        Index(
            "uq_grant_widest_given_once",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("organisation_id IS NULL"),
            postgresql_where=text("organisation_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    granted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime] = mapped_column(default=clock.now)

    person: Mapped[Person] = relationship(back_populates="grants", foreign_keys=[person_id])
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")

    def covers(self, organisation: Organisation | None) -> bool:
        """Whether the grant reaches the organisation; one without organisation reaches everything."""
        if self.organisation is None:
            return True
        return organisation is not None and organisation.is_within(self.organisation)
