"""Pages of a long list, each found from where the one before ended, so that a late page costs what the first does."""

import base64
import binascii
import json
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Select, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

from core.database import Moment, session
from core.errors import NotFound
from core.languages import gettext as _

T = TypeVar("T")

LARGEST_ID = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Where:
    """Which page is wanted: the one after or before a mark, or simply the number of a page."""

    page: int = 1
    after: str = ""
    before: str = ""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list and the marks of its neighbours (empty where there is none)."""

    items: Sequence[T]
    number: int
    next_mark: str
    previous_mark: str


def read_where(values: Callable[[str], str | None]) -> Where:
    """The page an address asks for; NotFound for a number no page can have."""
    number = (values("page") or "1").strip()
    if not number.isascii() or not number.isdigit() or not 1 <= int(number[:9]) <= 1_000_000:
        raise NotFound(_("Pages are counted from 1: there is no page %(page)s.", page=number[:20]))
    return Where(int(number[:9]), values("after") or "", values("before") or "")


def paginate(
    query: Select[T],
    order: InstrumentedAttribute[Any],
    tie: InstrumentedAttribute[int],
    *,
    where: Where,
    size: int = 20,
    descending: bool = True,
) -> Page[T]:
    """A page of the query in the given order; ties fall to the id. Rows must have the two attributes."""
    if not (where.after or where.before) and where.page > 1:
        mark = _mark_before_page(query, order, tie, where.page, size, descending)
        where = Where(where.page, after=mark)
    backwards = bool(where.before)
    forward_is_down = descending != backwards
    rows_query = query
    if mark_text := where.after or where.before:
        rows_query = query.where(_beyond(order, tie, _read_mark(mark_text, order), down=forward_is_down))
    columns = (order.desc(), tie.desc()) if forward_is_down else (order.asc(), tie.asc())
    rows = list(session.scalars(rows_query.order_by(*columns).limit(size + 1)))
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    has_next = backwards or more
    has_previous = (more if backwards else bool(where.after)) and bool(rows)
    return Page(
        rows,
        where.page,
        next_mark=_mark(rows[-1], order, tie) if rows and has_next else "",
        previous_mark=_mark(rows[0], order, tie) if has_previous else "",
    )


def _beyond(
    order: InstrumentedAttribute[Any], tie: InstrumentedAttribute[int], mark: Any, *, down: bool
) -> ColumnElement[bool]:
    value, row_id = mark
    if down:
        return and_(order <= value, or_(order < value, tie < row_id))
    return and_(order >= value, or_(order > value, tie > row_id))


def _mark_before_page(
    query: Select[T],
    order: InstrumentedAttribute[Any],
    tie: InstrumentedAttribute[int],
    page: int,
    size: int,
    descending: bool,
) -> str:
    # Only for a page asked for by its number: the place is found in the index alone, without the rows.
    columns = (order.desc(), tie.desc()) if descending else (order.asc(), tie.asc())
    place = query.with_only_columns(order, tie, maintain_column_froms=True).order_by(*columns)
    row = session.execute(place.offset((page - 1) * size - 1).limit(1)).first()
    if row is None:
        raise NotFound(_("The list ends before page %(page)s.", page=page))
    return _write_mark(row[0], row[1])


def _mark(row: Any, order: InstrumentedAttribute[Any], tie: InstrumentedAttribute[int]) -> str:
    return _write_mark(getattr(row, order.key), getattr(row, tie.key))


def _write_mark(value: Any, row_id: int) -> str:
    kept = {"at": value.isoformat()} if isinstance(value, datetime) else {"value": value}
    return base64.urlsafe_b64encode(json.dumps(kept | {"id": row_id}).encode()).decode().rstrip("=")


def _read_mark(mark: str, order: InstrumentedAttribute[Any]) -> tuple[Any, int]:
    try:
        kept = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
        value = _moment(kept["at"]) if isinstance(order.type, Moment) else _number(kept["value"])
        if not 0 <= (row_id := int(kept["id"])) <= LARGEST_ID:
            raise ValueError(row_id)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError, binascii.Error):
        raise NotFound(_("This address does not name a page of the list. Start from the first page.")) from None
    return value, row_id


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment.astimezone(UTC)


def _number(value: Any) -> float:
    if not math.isfinite(number := float(value)):
        raise ValueError(value)
    return number
