"""Slowing down whoever guesses: tries are counted in our own database, so that all workers count together."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response, request
from limits import parse
from limits.storage import Storage, storage_from_string
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Mapped, mapped_column

from config import Settings
from core.database import Base, db
from core.errors import TooMany
from core.languages import lazy_gettext as _l


class RateCount(Base):
    """How often something was tried in the present window, and when (seconds since 1970) the window ends."""

    __tablename__ = "rate_count"

    key: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]
    ends: Mapped[float] = mapped_column(index=True)


class DatabaseStorage(Storage):
    """Fixed-window counters in the table `rate_count`, each hit one statement of its own transaction."""

    STORAGE_SCHEME = ["kumnit"]

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: Any) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions)

    @property
    def base_exceptions(self) -> type[Exception]:
        """What a broken store raises."""
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count a hit and tell how many there are in this window of so many seconds."""
        now = time.time()
        with db.engine.begin() as connection:
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(RateCount)
            fresh = RateCount.ends <= now
            hit = insert.values(key=key, count=amount, ends=now + expiry)
            counted = connection.execute(
                hit.on_conflict_do_update(
                    index_elements=[RateCount.key],
                    set_={
                        "count": case((fresh, amount), else_=RateCount.count + amount),
                        "ends": case((fresh, now + expiry), else_=RateCount.ends),
                    },
                ).returning(RateCount.count)
            ).scalar_one()
            if counted == amount:
                connection.execute(delete(RateCount).where(RateCount.ends < now - 3600))
        return int(counted)

    def get(self, key: str) -> int:
        """How many hits the window has."""
        with db.engine.connect() as connection:
            found = connection.execute(
                select(RateCount.count).where(RateCount.key == key, RateCount.ends > time.time())
            ).scalar()
        return int(found or 0)

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since 1970."""
        with db.engine.connect() as connection:
            ends = connection.execute(select(RateCount.ends).where(RateCount.key == key)).scalar()
        return float(ends or time.time())

    def check(self) -> bool:
        """Whether the store answers."""
        self.get("")
        return True

    def reset(self) -> int:
        """Forget all hits; gives how many counters there were."""
        with db.engine.begin() as connection:
            return int(connection.execute(delete(RateCount)).rowcount)

    def clear(self, key: str) -> None:
        """Forget the hits of one key."""
        with db.engine.begin() as connection:
            connection.execute(delete(RateCount).where(RateCount.key == key))


def _address() -> str:
    return f"address {request.remote_addr}"


def _account() -> str:
    sent = request.get_json(silent=True) if request.is_json else request.form
    email = sent.get("email") if isinstance(sent, Mapping) else None
    return f"account {str(email or '').strip().lower()[:200]}"


GUARDED: dict[str, tuple[Callable[[], str], ...]] = {"security.login": (_account, _address)}
"""The endpoints whose POSTs are counted, each by everything a guesser cannot change at once."""


def init_limits(app: Flask, settings: Settings) -> None:
    """Refuse the tries that are too many. Comes before anything of a request that opens a transaction: on SQLite a
    hit counted on a connection of its own would wait for it for ever."""
    counter = FixedWindowRateLimiter(storage_from_string(settings.redis_url or "kumnit://"))
    limit = parse(settings.sign_in_limit)

    @app.before_request
    def _count() -> None:
        if request.method == "POST" and request.endpoint in GUARDED:
            for key in GUARDED[request.endpoint]:
                if not counter.hit(limit, request.endpoint, key()):
                    ends = counter.get_window_stats(limit, request.endpoint, key()).reset_time
                    raise TooMany(
                        _l("Too many tries in a short time. Wait a little and try again."),
                        wait=max(1, int(ends - time.time())),
                    )

    @app.after_request
    def _forgive(response: Response) -> Response:
        # Whoever got in was no guesser: a whole ministry may stand behind one address. Runs after the commit, since
        # what is registered first ends last.
        if request.method == "POST" and request.endpoint in GUARDED and response.status_code == 302:
            for key in GUARDED[request.endpoint]:
                counter.storage.incr(limit.key_for(request.endpoint, key()), limit.get_expiry(), amount=-1)
        return response
