"""How migrations run: on the application's own database, in one transaction, SQLite tables rebuilt where it cannot alter them."""

from typing import Any

from alembic import context
from flask import current_app
from sqlalchemy import types

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


def run() -> None:
    """Bring the database from where it is to where the scripts lead."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            # Rebuilding a table drops it for a moment, which foreign keys would refuse.
            connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
            connection.rollback()
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
