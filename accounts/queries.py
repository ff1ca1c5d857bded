"""Finding people and organisations."""

from collections.abc import Iterable

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import joinedload

from accounts.credentials import Account
from accounts.models import Grant, Organisation, Person, PersonStatus, Role
from core.database import session
from core.errors import NotFound
from core.languages import current_language
from core.languages import gettext as _


def get_person(person_id: int) -> Person:
    """The person with this id; NotFound when there is none."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound(_("There is no such person."))
    return person


def person_by_email(email: str) -> Person | None:
    """The person with this address, however it is capitalised."""
    return session.scalar(select(Person).where(Person.email == email.strip().lower()))


# Asked by every request, and so made once: making it takes as long as asking it.
_OF_SESSION = (
    select(Account)
    .options(joinedload(Account.person).joinedload(Person.grants))
    .where(Account.fs_uniquifier == bindparam("mark"))
)


def account_of_session(mark: str) -> Account | None:
    """The account whose sessions carry this mark, with the person and their grants."""
    return session.scalars(_OF_SESSION, {"mark": mark}).unique().one_or_none()


def find_people(words: str, *, limit: int = 10) -> list[Person]:
    """Active people whose name or address contains the words, by name."""
    like = f"%{words.strip()}%"
    return list(
        session.scalars(
            select(Person)
            .where(Person.status == PersonStatus.ACTIVE)
            .where(or_(Person.name_km.ilike(like), Person.name_en.ilike(like), Person.email.ilike(like)))
            .order_by(Person.name_en, Person.id)
            .limit(limit)
        )
    )


def get_organisation(organisation_id: int) -> Organisation:
    """The organisation with this id; NotFound when there is none."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFound(_("There is no such organisation."))
    return organisation


def organisation_by_code(code: str) -> Organisation | None:
    """The organisation with this code, however it is capitalised."""
    return session.scalar(select(Organisation).where(func.lower(Organisation.code) == code.strip().lower()))


def organisations() -> list[Organisation]:
    """All active organisations, each after the one above it."""
    everything = list(session.scalars(select(Organisation).where(Organisation.active).order_by(Organisation.name_en)))
    place = {organisation.id: organisation.name_en for organisation in everything}
    return sorted(
        everything,
        key=lambda each: [(place.get(int(step), ""), int(step)) for step in each.path.strip("/").split("/")],
    )


def organisations_by_id(ids: Iterable[int]) -> dict[int, Organisation]:
    """The organisations with these ids, in one question to the database."""
    wanted = set(ids)
    if not wanted:
        return {}
    return {each.id: each for each in session.scalars(select(Organisation).where(Organisation.id.in_(wanted)))}


_NAMES = {
    language: select(Organisation.id, name).where(Organisation.id.in_(bindparam("ids", expanding=True)))
    for language, name in (("km", Organisation.name_km), ("en", Organisation.name_en))
}


def organisation_names(ids: Iterable[int]) -> dict[int, str]:
    """What the organisations with these ids are called in the reader's language."""
    rows = session.execute(_NAMES[current_language()], {"ids": list(ids)})
    return {row.id: row[1] for row in rows}


def holders(role: Role, organisation: Organisation) -> list[Person]:
    """Active people who hold the role for the organisation, by name."""
    steps = [int(step) for step in organisation.path.strip("/").split("/")]
    return list(
        session.scalars(
            select(Person)
            .join(Grant, Grant.person_id == Person.id)
            .where(Grant.role == role, Person.status == PersonStatus.ACTIVE)
            .where(or_(Grant.organisation_id.is_(None), Grant.organisation_id.in_(steps)))
            .order_by(Person.name_en, Person.id)
            .distinct()
        )
    )


def anybody() -> bool:
    """Whether there is any person at all: false on an installation nobody has set up."""
    return session.scalar(select(Person.id).limit(1)) is not None


def organisations_by_code(codes: Iterable[str]) -> dict[str, Organisation]:
    """The organisations with these codes, in one question to the database."""
    wanted = set(codes)
    if not wanted:
        return {}
    return {each.code: each for each in session.scalars(select(Organisation).where(Organisation.code.in_(wanted)))}
