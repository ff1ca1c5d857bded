"""How many published ideas stand at which stage, ministry, province and year: kept exact with every change."""

from collections import Counter
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import UniqueConstraint, delete, event, extract, func, insert, inspect, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from core.clock import LOCAL
from core.database import Base
from core.database import session as current_session
from ideas.models import Idea, Stage


class Tally(Base):
    """One cell: the number of ideas that share these facts. Facets are sums over a few thousand cells at most."""

    __tablename__ = "tally"
    __table_args__ = (UniqueConstraint("stage", "ministry_id", "province", "year", name="uq_tally_one_cell"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[Stage]
    # 0 and "" stand for "none": NULLs would not be unique.
    ministry_id: Mapped[int]
    province: Mapped[str]
    year: Mapped[int]
    count: Mapped[int]


class Cell(NamedTuple):
    """The facts of one idea that are counted."""

    stage: Stage
    ministry_id: int
    province: str
    year: int


def recount() -> None:
    """Count everything anew, for after a bulk load."""
    year = (
        extract("year", func.datetime(Idea.submitted_at, "+7 hours"))
        if _on_sqlite()
        else extract("year", func.timezone("Asia/Phnom_Penh", Idea.submitted_at))
    )
    counted = (
        select(Idea.stage, func.coalesce(Idea.ministry_id, 0), func.coalesce(Idea.province, ""), year, func.count())
        .where(Idea.stage != Stage.DRAFT)
        .group_by(Idea.stage, Idea.ministry_id, Idea.province, year)
    )
    current_session.execute(delete(Tally))
    current_session.execute(insert(Tally).from_select(["stage", "ministry_id", "province", "year", "count"], counted))


def _on_sqlite() -> bool:
    return current_session.get_bind().dialect.name == "sqlite"


def _cell(values: dict[str, Any]) -> Cell | None:
    submitted: datetime | None = values["submitted_at"]
    if values["stage"] in (None, Stage.DRAFT) or submitted is None:
        return None
    return Cell(values["stage"], values["ministry_id"] or 0, values["province"] or "", submitted.astimezone(LOCAL).year)


def _before_and_after(idea: Idea) -> tuple[Cell | None, Cell | None]:
    state = inspect(idea)
    before, after = {}, {}
    for name in ("stage", "ministry_id", "province", "submitted_at"):
        past = state.attrs[name].history
        after[name] = getattr(idea, name)
        before[name] = past.deleted[0] if past.deleted else (None if past.added else after[name])
    return (_cell(before) if state.persistent else None), _cell(after)


def _count_changes(session: Session, _context: UOWTransaction, _instances: object) -> None:
    changes: Counter[Cell] = Counter()
    for idea in session.new | session.dirty:
        if isinstance(idea, Idea):
            before, after = _before_and_after(idea)
            if before != after:
                if before:
                    changes[before] -= 1
                if after:
                    changes[after] += 1
    for cell, change in sorted(changes.items()):
        if change:
            _add(session, cell, change)


def _add(session: Session, cell: Cell, change: int) -> None:
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    added = dialect.insert(Tally).values(**cell._asdict(), count=change)
    session.execute(
        added.on_conflict_do_update(
            index_elements=[Tally.stage, Tally.ministry_id, Tally.province, Tally.year],
            set_={"count": Tally.count + added.excluded.count},
        )
    )


event.listen(Session, "before_flush", _count_changes)
