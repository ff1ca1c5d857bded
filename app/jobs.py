"""Work that follows a change: rows in the outbox, a queue that wakes the worker, a sweep for whatever was missed."""

from collections.abc import Callable, Iterable, Mapping

import structlog
from flask import Flask, current_app
from huey import Huey, PostgresHuey, RedisHuey, SqliteHuey, crontab
from huey.api import TaskWrapper
from huey.serializer import SignedSerializer

from config import Settings
from core.database import session

log = structlog.get_logger(__name__)

Pump = Callable[[], object]
"""Carries out what waits in the outbox under one topic, and commits."""


def make_queue(settings: Settings) -> Huey:
    """The queue where the installation keeps it: Redis, PostgreSQL, or a SQLite file of its own."""
    # Only topics travel through the queue, and they are signed: nobody can feed the worker a pickle.
    serializer = SignedSerializer(secret=settings.signing_key())
    common = {"name": "kumnit", "serializer": serializer, "results": False, "immediate": settings.testing}
    if settings.redis_url:
        return RedisHuey(url=settings.redis_url, **common)
    if settings.database.startswith("postgresql"):
        return PostgresHuey(dsn=settings.database.replace("+psycopg", "", 1), **common)
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    return SqliteHuey(filename=str(settings.instance / "queue.sqlite"), **common)


def init_jobs(app: Flask, settings: Settings, pumps: Mapping[str, Pump]) -> None:
    """Give the app a queue whose tasks carry out what waits in the outbox."""
    queue = make_queue(settings)

    def pump(topic: str) -> None:
        with app.app_context():
            try:
                pumps[topic]()
            except Exception as error:
                session.rollback()
                log.error("the outbox was not emptied", topic=topic, exc_info=error)

    def sweep() -> None:
        for topic in pumps:
            pump(topic)

    app.extensions["queue"] = queue
    app.extensions["pump"] = queue.task()(pump)
    queue.periodic_task(crontab(minute="*"))(sweep)


def wake_worker(topics: Iterable[str]) -> None:
    """Tell the worker that something waits. When that fails the sweep finds it within a minute."""
    wake: TaskWrapper = current_app.extensions["pump"]
    for topic in sorted(topics):
        try:
            wake(topic)
        except Exception as error:  # the change itself is safe: a queue that is down must not undo it
            log.warning("the worker was not woken", topic=topic, exc_info=error)
