"""The applications under test, one for each database, each made once and emptied before every test that uses it."""

import shutil
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from flask import Flask
from flask_migrate import upgrade

from app import create_app
from config import Settings
from core.database import Base, db


def settings(folder: Path, database_url: str = "", **more: Any) -> Settings:
    """The settings every test application has in common."""
    usual = {
        "secret_key": "a key for tests alone, long enough to be one",
        "default_language": "en",
        "registration_domains": ["example.gov.kh"],
        "sign_in_limit": "1000 per minute",
    }
    chosen = {**usual, **more}
    return Settings(instance=folder, database_url=database_url, redis_url="", testing=True, _env_file=None, **chosen)


class Place(ABC):
    """An application on a database of its own."""

    def __init__(self, database_url: str = "", **more: Any) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="kumnit-tests-"))
        _folders.append(self.folder)
        self.app: Flask = create_app(settings(self.folder, database_url, **more))
        with self.app.app_context():
            upgrade()
            self.tables_with_rows = self._tables_with_rows()

    @abstractmethod
    def empty(self) -> None:
        """Make everything as it was when the application was new."""

    def close(self) -> None:
        """Leave nothing behind."""
        with self.app.app_context():
            db.engine.dispose()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _tables_with_rows(self) -> set[str]:
        with db.engine.connect() as connection:
            return {
                table.name
                for table in Base.metadata.sorted_tables
                if connection.scalar(sa.select(sa.literal(1)).select_from(table).limit(1))
            }

    def _empty_folder(self) -> None:
        for entry in self.folder.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry)


class SqlitePlace(Place):
    """On a file, put back from a copy taken when it was new."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.file = self.folder / "kumnit.sqlite"
        with self.app.app_context():
            db.engine.dispose()
        self.copy = self.folder / "as-it-was"
        shutil.copyfile(self.file, self.copy)

    def empty(self) -> None:
        """Put the file back; whoever still held the old one keeps writing to a file without a name."""
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.copy, self.file)
        self._empty_folder()


class PostgresPlace(Place):
    """On a database of its own within a running server."""

    def __init__(self, server: str, **more: Any) -> None:
        self.server = sa.make_url(server)
        self.name = Path(tempfile.mktemp(prefix="kumnit_test_", dir="")).name
        with _autocommit(self.server) as connection:
            connection.execute(sa.text(f'CREATE DATABASE "{self.name}"'))
        super().__init__(self.server.set(database=self.name).render_as_string(hide_password=False), **more)
        self.wipe = self._wipe()

    def empty(self) -> None:
        """Delete all rows, past every trigger and foreign key; much quicker than TRUNCATE on small tables."""
        with self.app.app_context():
            db.session.remove()
            with db.engine.begin() as connection:
                connection.exec_driver_sql(self.wipe)
        self._empty_folder()

    def close(self) -> None:
        """Drop the database."""
        super().close()
        with _autocommit(self.server) as connection:
            connection.execute(sa.text(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)'))

    def _wipe(self) -> str:
        emptied = [table.name for table in Base.metadata.sorted_tables if table.name not in self.tables_with_rows]
        deletes = "".join(f'DELETE FROM "{name}";' for name in emptied)
        return f"SET LOCAL session_replication_role = replica; {deletes}"


@contextmanager
def _autocommit(url: sa.URL) -> Iterator[sa.Connection]:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        yield connection


_places: dict[str, Place] = {}
_folders: list[Path] = []


def place(kind: str, server: str | None, **more: Any) -> Place:
    """The application on this kind of database and with these settings, made when it is first asked for."""
    key = f"{kind} {sorted(more.items())}"
    if key not in _places:
        _places[key] = PostgresPlace(server, **more) if kind == "postgres" and server else SqlitePlace(**more)
    return _places[key]


def close_all() -> None:
    """Close every place that was made."""
    while _places:
        _places.popitem()[1].close()
    # One that could not be made has left its folder.
    while _folders:
        shutil.rmtree(_folders.pop(), ignore_errors=True)
