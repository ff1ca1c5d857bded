"""The database: the base of all models, aware moments, and the session every service works in."""

import enum
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, DateTime, Dialect, Engine, Enum, MetaData, Text, TypeDecorator, event, inspect
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry


class Moment(TypeDecorator[datetime]):
    """An aware point in time, kept in UTC; SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: it would mean something else on another machine."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give back the moment in UTC: SQLite tells no zone, and PostgreSQL that of the server."""
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    """The base of every model: one metadata, constraint names that read as rules."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {
        str: Text(),
        datetime: Moment(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        enum.Enum: Enum(
            enum.Enum, native_enum=False, length=30, values_callable=lambda kind: [member.value for member in kind]
        ),
    }


db = SQLAlchemy(
    metadata=Base.metadata,
    engine_options={"json_serializer": lambda value: json.dumps(value, ensure_ascii=False)},
)
session = db.session

_reading: ContextVar[bool] = ContextVar("reading", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Say that what follows only reads: on SQLite it then takes no write lock."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def only_reading(value: bool) -> None:
    """Say for the rest of this context whether it only reads (a GET) or may write."""
    _reading.set(value)


def hold(row: Base, *columns: str) -> None:
    """Read a row anew, or some of its columns, and keep it for this transaction: whoever else holds it waits.

    Rows that only refer to it can still be added (NO KEY UPDATE). With the usual FOR UPDATE two comments at once would
    wait for each other for ever: each one's foreign key keeps the idea that the other wants.
    """
    if columns and (version := inspect(type(row)).version_id_col) is not None:
        columns = (*columns, str(version.key))
    session.refresh(row, columns or None, with_for_update={"of": type(row), "key_share": True})


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    # Python's own transaction handling would start transactions late; ours begin in `_begin_sqlite`.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "busy_timeout=15000",
        "cache_size=-16000",
    ):
        connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later fails at once ("database is locked") when
    # somebody wrote in between. Taking the write lock at the start makes writers wait their turn.
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


def is_postgres() -> bool:
    """Whether the session works on PostgreSQL (else it is SQLite)."""
    return session.get_bind().dialect.name == "postgresql"
