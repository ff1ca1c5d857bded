"""The migrations make the tables the models describe, on each database."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask import Flask
from flask_migrate import downgrade, upgrade

from core.database import Base, db


def differences() -> list[object]:
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
        return list(compare_metadata(context, Base.metadata))


def test_migrations_and_models_agree(app: Flask) -> None:
    assert differences() == []


def test_migrations_can_be_taken_back_and_made_again(app: Flask) -> None:
    downgrade(revision="base")
    upgrade()

    assert differences() == []
