"""Which ideas speak of the same things: worked out by the worker when an idea was written, and only read by its page.

Asking the index reads thousands of postings, and more the more ideas there are; the page of an idea reads four rows.
"""

from collections.abc import Sequence

from sqlalchemy import ForeignKey, Index, bindparam, delete, exists, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, load_only, mapped_column

from core import outbox
from core.database import Base, is_postgres, reading, session
from ideas.models import Idea, Stage
from search_index.engine import Engine, Hit

TOPIC = "similar"
MOST = 4
"""Neighbours that are looked for and shown."""
BATCH = 20
TEXT_MOST = 2000


class Neighbour(Base):
    """That the other idea is near this one: found from this idea's words or from the other's."""

    __tablename__ = "neighbour"
    __table_args__ = (Index("ix_neighbour_idea_id_nearness", "idea_id", "nearness"),)

    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), primary_key=True, index=True)
    # How much of what the one says the other says too, by the weight of its words; about 0.25 to 2.
    nearness: Mapped[float]


_NEAREST = (
    select(Idea)
    .join(Neighbour, Neighbour.other_id == Idea.id)
    .where(Neighbour.idea_id == bindparam("idea"), Idea.stage != Stage.DRAFT)
    .options(load_only(Idea.number, Idea.title, Idea.language, Idea.stage, Idea.verdict, Idea.version))
    .order_by(Neighbour.nearness.desc(), Idea.id.desc())
    .limit(MOST)
)


def neighbours_of(idea: Idea) -> Sequence[Idea]:
    """The published ideas nearest to an idea, with no more of them than a title in a list shows."""
    return session.scalars(_NEAREST, {"idea": idea.id}).all()


def look(engine: Engine) -> int:
    """Look for the neighbours of every idea that waits in the outbox; tells how many that were. IndexDamaged."""
    seen = 0
    while True:
        with reading():
            waiting = outbox.take(TOPIC, most=BATCH)
            texts = select(Idea.id, Idea.title, Idea.problem).where(Idea.id.in_([row.subject_id for row in waiting]))
            found = {
                idea_id: engine.similar(f"{title}\n{problem}"[:TEXT_MOST], exclude=[idea_id], limit=MOST)
                for idea_id, title, problem in session.execute(texts).all()
            }
            session.rollback()
        if not waiting:
            return seen
        for idea_id, hits in found.items():
            _keep(idea_id, hits)
        outbox.done(waiting)
        session.commit()
        seen += len(found)


def wait_for_all() -> None:
    """Have the worker look for the neighbours of every published idea that has none."""
    lonely = select(Idea.id).where(Idea.stage != Stage.DRAFT, ~exists().where(Neighbour.idea_id == Idea.id))
    outbox.put(TOPIC, session.scalars(lonely).all())


def _keep(idea_id: int, hits: Sequence[Hit]) -> None:
    """Put what was found in place of what was found before, and let each neighbour know of this idea too."""
    # The index may still know an idea that is gone from the database.
    there = set(session.scalars(select(Idea.id).where(Idea.id.in_([hit.idea_id for hit in hits]))))
    near = [hit for hit in hits if hit.idea_id in there]
    session.execute(delete(Neighbour).where(Neighbour.idea_id == idea_id))
    if not near:
        return
    session.execute(
        insert(Neighbour), [{"idea_id": idea_id, "other_id": hit.idea_id, "nearness": hit.score} for hit in near]
    )
    back = (postgresql if is_postgres() else sqlite).insert(Neighbour)
    session.execute(
        back.on_conflict_do_update(
            index_elements=[Neighbour.idea_id, Neighbour.other_id], set_={"nearness": back.excluded.nearness}
        ),
        [{"idea_id": hit.idea_id, "other_id": idea_id, "nearness": hit.score} for hit in near],
    )
