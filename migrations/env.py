"""How migrations run: on the application's own database; one that breaks leaves nothing behind, on SQLite either."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import Connection, types

from core.database import Base, db


def render_item(kind: str, item: Any, _autogenerate: Any) -> str | bool:
    """Write our column types as plain SQLAlchemy ones: a migration must run long after our classes have changed."""
    if kind == "type" and isinstance(item, types.TypeDecorator):
        return f"sa.{item.impl!r}"
    if kind == "type" and isinstance(item, types.Enum):
        return f"sa.String(length={item.length})"
    return False


def include_object(_item: Any, name: str | None, kind: str, *_rest: Any) -> bool:
    """Leave tables alone that others keep in the same database, such as the queue's."""
    return not (kind == "table" and name is not None and name.startswith("huey"))


@contextmanager
def foreign_keys_off(connection: Connection) -> Iterator[None]:
    """On SQLite, a table that is rebuilt is dropped for a moment, which foreign keys would refuse."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # Inside a transaction SQLite ignores the pragma, so it goes past SQLAlchemy, which would begin one.
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def run() -> None:
    """Bring the database from where it is to where the scripts lead."""
    with db.engine.connect() as connection, foreign_keys_off(connection):
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_item=render_item,
            include_object=include_object,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
