"""What a person signs in with, apart from the person: the one mapped class that knows the sign-in library."""

from flask_security.core import UserMixin
from sqlalchemy import ForeignKey, ScalarSelect, select
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Person, PersonStatus
from core.database import Base


class Account(Base, UserMixin):
    """The password and session mark of one person; people known only from imports have none."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    password: Mapped[str | None]
    # Part of every session cookie: changing it ends all sessions of the account.
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)

    @property
    def active(self) -> bool:  # type: ignore[override] # the library would write it; here the person's status decides
        """Whether the person may be signed in."""
        return self.person.status is PersonStatus.ACTIVE

    @hybrid_property
    def email(self) -> str | None:  # type: ignore[override] # the library has a plain column
        """The address to sign in with, which is the person's."""
        return self.person.email

    @email.inplace.expression
    @classmethod
    def _email_expression(cls) -> ScalarSelect[str | None]:
        return select(Person.email).where(Person.id == cls.person_id).scalar_subquery()
