"""What somebody has been told, and what they follow."""

from sqlalchemy import bindparam, func, select

from accounts.models import Person
from core.database import session
from core.pagination import Page, Where, paginate
from notifications.models import Follow, Notice

_UNREAD = select(func.count()).where(Notice.person_id == bindparam("person"), Notice.read_at.is_(None))


def unread_count(person: Person) -> int:
    """How many notices the person has not read."""
    return session.scalar(_UNREAD, {"person": person.id}) or 0


def notices_of(person: Person, *, where: Where, size: int = 30) -> Page[Notice]:
    """The person's notices, newest first."""
    mine = select(Notice).where(Notice.person_id == person.id)
    return paginate(mine, Notice.created_at, Notice.id, where=where, size=size)


def followers_of(idea_id: int) -> list[int]:
    """The ids of those who follow the idea."""
    return list(session.scalars(select(Follow.person_id).where(Follow.idea_id == idea_id)))


def follows(person: Person, idea_id: int) -> bool:
    """Whether the person follows the idea."""
    return session.get(Follow, (person.id, idea_id)) is not None
