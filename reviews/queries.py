"""What the lab has answered, and what it still owes."""

from collections.abc import Sequence

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Organisation, Person, Role
from core import clock
from core.database import session
from ideas.models import Author, Idea, Stage
from reviews.models import Decision


def published_decision(idea: Idea) -> Decision | None:
    """The latest published decision."""
    return session.scalar(
        select(Decision)
        .where(Decision.idea_id == idea.id, Decision.published_at.is_not(None))
        .options(joinedload(Decision.published_by))
        .order_by(Decision.published_at.desc(), Decision.id.desc())
        .limit(1)
    )


_PUBLISHED = (
    select(Decision)
    .where(Decision.idea_id.in_(bindparam("ideas", expanding=True)), Decision.published_at.is_not(None))
    .options(joinedload(Decision.published_by).lazyload(Person.organisation))
    .order_by(Decision.published_at, Decision.id)
)


def published_decisions(ideas: Sequence[Idea]) -> dict[int, Decision]:
    """The latest published decision of each of the ideas that has one."""
    found = session.scalars(_PUBLISHED, {"ideas": [idea.id for idea in ideas]})
    return {decision.idea_id: decision for decision in found}


def waiting_for(person: Person, *, limit: int = 10) -> list[Idea]:
    """Proposals the person's lab still owes a first reply, the one due first on top."""
    scopes = [grant.organisation for grant in person.grants if grant.role is Role.LAB]
    if not scopes:
        return []
    query = (
        select(Idea)
        .options(joinedload(Idea.ministry), joinedload(Idea.lab_officer))
        .where(Idea.stage == Stage.PROPOSAL, Idea.first_reply_at.is_(None), Idea.reply_due_on.is_not(None))
        .order_by(Idea.reply_due_on, Idea.id)
        .limit(limit)
    )
    paths = [scope.path for scope in scopes if scope is not None]
    if len(paths) == len(scopes):
        query = query.join(Organisation, Organisation.id == Idea.organisation_id).where(
            or_(*(Organisation.path.startswith(path) for path in paths))
        )
    return list(session.scalars(query))


def promised_to(person: Person, *, limit: int = 10) -> list[Idea]:
    """The person's own proposals that wait for the lab's first reply, the one promised first on top."""
    return list(
        session.scalars(
            select(Idea)
            .join(Author, Author.idea_id == Idea.id)
            .where(Author.person_id == person.id)
            .where(Idea.stage == Stage.PROPOSAL, Idea.first_reply_at.is_(None), Idea.reply_due_on.is_not(None))
            .order_by(Idea.reply_due_on, Idea.id)
            .limit(limit)
        )
    )


def is_overdue(idea: Idea) -> bool:
    """Whether the promised day has passed without a reply."""
    return idea.first_reply_at is None and idea.reply_due_on is not None and idea.reply_due_on < clock.today()
