"""What one has supported oneself. Who else did is asked by nothing and nobody."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, bindparam, select
from sqlalchemy.orm import aliased

from accounts.models import Organisation, Person
from core.database import session
from ideas.models import Idea, Stage
from voting.models import Support

BY_NAME = (Organisation.name_en, Organisation.id)


_MINE = select(Support).where(
    Support.person_id == bindparam("person"), Support.idea_id.in_(bindparam("ideas", expanding=True))
)


def my_supports(ideas: Sequence[Idea], person: Person) -> dict[int, Support]:
    """The person's own support of each of the ideas they support, by the idea's id."""
    mine = session.scalars(_MINE, {"person": person.id, "ideas": [idea.id for idea in ideas]})
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


def _would_try() -> ColumnElement[bool]:
    voter, given = aliased(Person), aliased(Support)
    shown = (
        select(voter.organisation_id)
        .join(given, given.person_id == voter.id)
        .where(given.idea_id == bindparam("idea"), given.would_try, given.shows_organisation)
    )
    return Organisation.id.in_(shown)


# Both that the idea's page asks, in one go.
_MINE_AND_PLACES = (
    select(Support, Organisation)
    .select_from(Idea)
    .outerjoin(Support, and_(Support.idea_id == Idea.id, Support.person_id == bindparam("person")))
    .outerjoin(Organisation, _would_try())
    .where(Idea.id == bindparam("idea"))
    .order_by(*BY_NAME)
)


def organisations_that_would_try(idea: Idea) -> list[Organisation]:
    """The organisations of those who would try it and let that be shown."""
    places = select(Organisation).where(_would_try()).order_by(*BY_NAME)
    return list(session.scalars(places, {"idea": idea.id}))


def support_and_places(idea: Idea, person: Person) -> tuple[Support | None, list[Organisation]]:
    """The person's own support, and the organisations that would try it."""
    rows = session.execute(_MINE_AND_PLACES, {"idea": idea.id, "person": person.id}).all()
    return rows[0][0], [organisation for _support, organisation in rows if organisation]


def people_who_would_try(idea: Idea) -> list[int]:
    """The ids of those who would try it: for telling them, never for showing."""
    return list(session.scalars(select(Support.person_id).where(Support.idea_id == idea.id, Support.would_try)))
