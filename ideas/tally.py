"""How many published ideas stand at which stage, ministry, province and year: kept exact with every change.

The table is a data cube (Gray and others, "Data Cube: A Relational Aggregation Operator", 1997): beside the cell of its
own facts an idea is counted in the fifteen wider cells in which some of them may be anything. A move, which is rare,
writes them all; a list, which is not, reads each count it shows from one row, however many ideas there are.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import compress, product
from typing import Any, NamedTuple

from sqlalchemy import (
    Index,
    String,
    UniqueConstraint,
    delete,
    event,
    extract,
    func,
    insert,
    inspect,
    literal,
    literal_column,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, UOWTransaction, mapped_column

from core.clock import LOCAL
from core.database import Base
from core.database import session as current_session
from ideas.models import Idea, Stage


class Cell(NamedTuple):
    """The facts of one idea that are counted."""

    stage: str
    ministry_id: int
    province: str
    year: int


ANY = Cell("*", -1, "*", -1)
"""What stands in a wider cell for a fact that may be anything."""


class Tally(Base):
    """One cell of the cube: the number of ideas that share these facts."""

    __tablename__ = "tally"
    # One index for each facet: its values are read in one go, the other facts being given.
    __table_args__ = (
        UniqueConstraint("stage", "ministry_id", "province", "year", name="uq_tally_one_cell"),
        Index("ix_tally_stages", "ministry_id", "province", "year", "stage"),
        Index("ix_tally_ministries", "stage", "province", "year", "ministry_id"),
        Index("ix_tally_provinces", "stage", "ministry_id", "year", "province"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stage: Mapped[str] = mapped_column(String(30))
    # 0 and "" stand for "none": NULLs would not be unique.
    ministry_id: Mapped[int]
    province: Mapped[str]
    year: Mapped[int]
    count: Mapped[int]


def recount() -> None:
    """Count everything anew, for after a bulk load."""
    # Literals and not parameters: PostgreSQL must see that what is selected is what is grouped by.
    local = "datetime(submitted_at, '+7 hours')" if _on_sqlite() else "timezone('Asia/Phnom_Penh', submitted_at)"
    columns = (
        Idea.stage,
        func.coalesce(Idea.ministry_id, literal_column("0")),
        func.coalesce(Idea.province, literal_column("''")),
        extract("year", literal_column(local)),
    )
    current_session.execute(delete(Tally))
    for given in product((True, False), repeat=len(columns)):
        facts = list(compress(columns, given))
        cell: list[Any] = [
            column if known else literal(wide) for column, known, wide in zip(columns, given, ANY, strict=True)
        ]
        counted = select(*cell, func.count()).where(Idea.stage != Stage.DRAFT).group_by(*facts).having(func.count() > 0)
        current_session.execute(insert(Tally).from_select([*Cell._fields, "count"], counted))


def _on_sqlite() -> bool:
    return current_session.get_bind().dialect.name == "sqlite"


def _cells(cell: Cell) -> Iterator[Cell]:
    """The cell and every wider one."""
    return map(
        Cell._make,
        product(*((fact, wide) for fact, wide in zip(cell, ANY, strict=True))),
    )


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
                changes.subtract(_cells(before) if before else ())
                changes.update(_cells(after) if after else ())
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
