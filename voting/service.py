"""Giving support, taking it back, uniting it when ideas merge, and counting it anew."""

from datetime import UTC, datetime

from sqlalchemy import case, delete, insert, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from accounts.models import Person
from core import clock
from core.database import hold, is_postgres, session
from core.errors import Invalid, RuleBroken
from core.languages import gettext as _
from core.text.clean import one_line
from ideas.models import Author, Idea
from voting import policy
from voting.models import Support

HALF_LIFE_DAYS = 7.0
LANDMARK = datetime(2026, 1, 1, tzinfo=UTC)
NOTE_MOST = 500


def weight(at: datetime) -> float:
    """What a support given at this moment weighs in `rising`.

    Rising is the sum over an idea's supports of 2 ** ((t - landmark) / half-life): support counts half as much for
    every week that has passed, yet the number never needs recomputing as time goes by, since all of them age alike.
    It is the forward decay of Cormode, Shkapenyuk, Srivastava and Xu, "Forward Decay: A Practical Time Decay Model
    for Streaming Systems" (ICDE 2009), with exponential weights; a float holds it until the 2040s.
    """
    days = (at - LANDMARK).total_seconds() / 86_400
    return float(2.0 ** (days / HALF_LIFE_DAYS))


def support(idea: Idea, *, by: Person) -> bool:
    """Support an idea. Doing it twice changes nothing; tells whether it changed anything."""
    _refuse_where_not_allowed(idea, by)
    at = clock.now()
    upsert = (postgresql if is_postgres() else sqlite).insert(Support)
    added = session.execute(
        upsert.values(
            idea_id=idea.id, person_id=by.id, would_try=False, shows_organisation=False, note="", created_at=at
        )
        .on_conflict_do_nothing()
        .returning(Support.idea_id)
    ).first()
    if added is None:
        return False
    _count(idea, supports=+1, rising=weight(at))
    return True


def take_back(idea: Idea, *, by: Person) -> bool:
    """Take one's support back, and with it "would try". Doing it twice changes nothing."""
    _refuse_where_closed(idea)
    gone = session.execute(
        delete(Support)
        .where(Support.idea_id == idea.id, Support.person_id == by.id)
        .returning(Support.would_try, Support.created_at)
    ).first()
    if gone is None:
        return False
    _count(idea, supports=-1, would_try=-1 if gone.would_try else 0, rising=-weight(gone.created_at))
    return True


def would_try(idea: Idea, *, by: Person, yes: bool, shows_organisation: bool = False, note: str = "") -> None:
    """Say that one would try the idea in one's own unit, which is a support too; or no longer."""
    note = one_line(note)
    if len(note) > NOTE_MOST:
        raise Invalid(_("The note has at most %(most)s characters.", most=NOTE_MOST), field="note")
    support(idea, by=by) if yes else _refuse_where_closed(idea)
    mine = (Support.idea_id == idea.id, Support.person_id == by.id)
    # Only the press that turns it counts, however many come at once.
    turned = session.execute(
        update(Support).where(*mine, Support.would_try.is_(not yes)).values(would_try=yes).returning(Support.idea_id)
    ).first()
    session.execute(
        update(Support).where(*mine).values(shows_organisation=yes and shows_organisation, note=note if yes else "")
    )
    if turned:
        _count(idea, would_try=+1 if yes else -1)


def _refuse_where_not_allowed(idea: Idea, by: Person) -> None:
    if policy.is_own(by, idea):
        raise RuleBroken(_("Nobody supports their own idea: let it be carried by others."))
    _refuse_where_closed(idea)


def _refuse_where_closed(idea: Idea) -> None:
    # Kept from here on: an idea that closes at this moment takes no more support, and no merge miscounts it.
    hold(idea, "stage")
    if not policy.takes_support(idea):
        raise RuleBroken(_("Support is closed: this idea has been evaluated or closed."))


def _count(idea: Idea, *, supports: int = 0, would_try: int = 0, rising: float = 0.0) -> None:
    # One statement that adds to what is there, so that parallel clicks are all counted; it does not touch the
    # idea's version, so nobody's edit is refused because somebody clicked.
    left = Idea.support_count + supports
    session.execute(
        update(Idea)
        .where(Idea.id == idea.id)
        .values(
            support_count=left,
            would_try_count=Idea.would_try_count + would_try,
            # With the last support gone nothing must be left of rounding.
            rising=case((left <= 0, 0.0), else_=Idea.rising + rising),
        )
        .execution_options(synchronize_session=False)
    )
    session.refresh(idea, ["support_count", "would_try_count", "rising", "support_total"])


def unite(idea: Idea, *, into: Idea) -> None:
    """Bring the supporters of a merged idea to the other one: each person once, its authors left out."""
    already = select(Support.person_id).where(Support.idea_id == into.id)
    authors = select(Author.person_id).where(Author.idea_id == into.id)
    coming = select(
        literal(into.id),
        Support.person_id,
        Support.would_try,
        Support.shows_organisation,
        Support.note,
        literal(idea.id),
        Support.created_at,
    ).where(Support.idea_id == idea.id, Support.person_id.not_in(already), Support.person_id.not_in(authors))
    columns = ["idea_id", "person_id", "would_try", "shows_organisation", "note", "merged_from_id", "created_at"]
    session.execute(insert(Support).from_select(columns, coming))
    recount(into)


def give_back(idea: Idea, *, merged_into: Idea) -> None:
    """Undo `unite`: those who came with the idea leave the other one; both count what is truly theirs."""
    session.execute(delete(Support).where(Support.idea_id == merged_into.id, Support.merged_from_id == idea.id))
    recount(merged_into)
    recount(idea)


def recount(idea: Idea) -> None:
    """Set the counts to what the support rows say."""
    rows = session.execute(select(Support.would_try, Support.created_at).where(Support.idea_id == idea.id)).all()
    session.execute(
        update(Idea)
        .where(Idea.id == idea.id)
        .values(
            support_count=len(rows),
            would_try_count=sum(row.would_try for row in rows),
            rising=sum(weight(row.created_at) for row in rows),
        )
        .execution_options(synchronize_session=False)
    )
    session.refresh(idea, ["support_count", "would_try_count", "rising", "support_total"])
