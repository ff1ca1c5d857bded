"""What one has supported oneself. Who else did is asked by nothing and nobody."""

from collections.abc import Sequence

from sqlalchemy import select

from accounts.models import Organisation, Person
from core.database import session
from ideas.models import Idea, Stage
from voting.models import Support


def my_supports(ideas: Sequence[Idea], person: Person) -> dict[int, Support]:
    """The person's own support of each of the ideas they support, by the idea's id."""
    mine = session.scalars(
        select(Support).where(Support.person_id == person.id, Support.idea_id.in_([idea.id for idea in ideas]))
    )
    return {support.idea_id: support for support in mine}


def supported_by(person: Person, *, limit: int = 50) -> list[Idea]:
    """The ideas the person supports, for that person alone; latest support first."""
    return list(
        session.scalars(
            select(Idea)
            .join(Support, Support.idea_id == Idea.id)
            .where(Support.person_id == person.id, Idea.stage != Stage.DRAFT)
            .order_by(Support.created_at.desc(), Idea.id.desc())
            .limit(limit)
        )
    )


def organisations_that_would_try(idea: Idea) -> list[Organisation]:
    """The organisations of those who would try it and let that be shown."""
    return list(
        session.scalars(
            select(Organisation)
            .where(
                Organisation.id.in_(
                    select(Person.organisation_id)
                    .join(Support, Support.person_id == Person.id)
                    .where(Support.idea_id == idea.id, Support.would_try, Support.shows_organisation)
                )
            )
            .order_by(Organisation.name_en, Organisation.id)
        )
    )


def people_who_would_try(idea: Idea) -> list[int]:
    """The ids of those who would try it: for telling them, never for showing."""
    return list(session.scalars(select(Support.person_id).where(Support.idea_id == idea.id, Support.would_try)))

