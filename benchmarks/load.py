"""Large installations to measure, each in a folder of its own and kept for the next run.

The rows are written with bulk SQL, past the services, into the migrated schema; then the counts and the index are
made the way an operator would make them. Nobody signs in through the form: the sign-in page costs what its password
hash costs and is limited on purpose, so readers get the very cookie a sign-in gives, signed by the application.
"""

import hashlib
import json
import random
import secrets
import shutil
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import Connection, func, insert, select, text

from accounts.credentials import Account
from accounts.models import Digest, Grant, Organisation, Person, PersonStatus, Role
from accounts.provinces import PROVINCES
from app import create_app
from app.demo.world import add_organisations
from benchmarks.rows import Rows, Source
from config import HERE, Settings
from core import clock
from core.database import Base, db, session
from ideas import tally
from ideas.models import Idea, IdeaNumber
from search_index import indexer
from search_index.index_folder import FORMAT

PEOPLE = 2000
NOTICES = 30
BATCH = 500
DONE = "loaded.json"


def application(folder: Path, database_url: str = "") -> Flask:
    """Kumnit over the installation in a folder."""
    return create_app(Settings(instance=folder, database_url=database_url, redis_url="", _env_file=None))


def installation(folder: Path, ideas: int, database_url: str = "") -> Flask:
    """An installation with so many published ideas: the one in the folder where it is there already, else a new one."""
    recipe = _recipe(ideas, database_url)
    done = folder / DONE
    if not done.exists() or json.loads(done.read_text())["recipe"] != recipe:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        began = time.monotonic()
        with (app := application(folder, database_url)).app_context():
            _fill(ideas)
            db.engine.dispose()
        done.write_text(json.dumps({"recipe": recipe, "seconds": round(time.monotonic() - began)}))
        return app
    return application(folder, database_url)


def _recipe(ideas: int, database_url: str) -> str:
    """Changes whenever the rows, the tables or the index would be others."""
    here = Path(__file__).parent
    made_by = [here / "rows.py", here / "texts.py", *(HERE / "migrations/versions").glob("*.py")]
    content = b"".join(path.read_bytes() for path in sorted(made_by))
    return hashlib.sha256(content + f"{ideas} {PEOPLE} {FORMAT} {database_url}".encode()).hexdigest()


def _fill(ideas: int) -> None:
    _say(f"Loading {ideas:,} ideas")
    upgrade()
    add_organisations()
    session.commit()
    tops = {each.id: each.top_id for each in session.scalars(select(Organisation))}
    session.rollback()
    with db.engine.begin() as connection:
        people = _people(connection, sorted(tops))
        source = Source(ideas, people=people, tops=tops, until=clock.now() - timedelta(minutes=5))
        for rows in _batches(source, ideas):
            _write(connection, rows)
        numbers = [{"year": year, "last": last} for year, last in source.last_number.items()]
        connection.execute(insert(IdeaNumber), numbers)
        _notices(connection, people)
        _neighbours(connection, ideas)
        _set_sequences(connection)
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    tally.recount()
    session.commit()
    _say("Building the index")
    indexer.rebuild()


def _people(connection: Connection, organisations: list[int]) -> list[tuple[int, int]]:
    """Add the people; gives each one's id and organisation."""
    chance, at = random.Random(PEOPLE), clock.now() - timedelta(days=4 * 365)
    people = [(number, chance.choice(organisations)) for number in range(1, PEOPLE + 1)]
    same = {"job_title": "", "digest": Digest.NONE, "status": PersonStatus.ACTIVE, "created_at": at}
    rows = [
        {"id": person, "email": f"person-{person}@example.org", "name_km": f"មន្ត្រី {person}",
         "name_en": f"Officer {person}", "organisation_id": organisation, "province": chance.choice(list(PROVINCES)),
         "language": "km" if person % 5 < 3 else "en"} for person, organisation in people
    ]  # fmt: skip
    connection.execute(insert(Person), [same | row for row in rows])
    connection.execute(
        insert(Account), [{"person_id": person, "fs_uniquifier": secrets.token_hex(32)} for person, _ in people]
    )
    labs = [
        {"person_id": person, "role": Role.LAB, "organisation_id": place, "granted_at": at}
        for person, place in people[:60]
    ]
    connection.execute(insert(Grant), labs)
    return people


def _batches(source: Source, ideas: int) -> Iterator[Rows]:
    for first in range(1, ideas + 1, BATCH):
        gathered: Rows = defaultdict(list)
        for idea_id in range(first, min(first + BATCH, ideas + 1)):
            for table, rows in source.idea(idea_id).items():
                gathered[table] += rows
        yield gathered


def _write(connection: Connection, rows: Rows) -> None:
    for table in Base.metadata.sorted_tables:
        if rows.get(table.name):
            connection.execute(insert(table), rows[table.name])


def _notices(connection: Connection, people: list[tuple[int, int]]) -> None:
    """Some dozens of notices for everybody, a third of them unread, and some followed ideas."""
    chance, tables = random.Random(1), Base.metadata.tables
    events = connection.scalar(select(func.max(tables["event"].c.id))) or 0
    ideas = connection.scalar(select(func.max(Idea.id))) or 0
    at = clock.now()
    for person, _ in people:
        told = chance.sample(range(1, events + 1), min(NOTICES, events))
        rows: list[dict[str, Any]] = [
            {"person_id": person, "event_id": event, "urgent": False, "read_at": None if chance.random() < 0.3 else at,
             "created_at": at} for event in sorted(told)
        ]  # fmt: skip
        connection.execute(insert(tables["notice"]), rows)
        followed = chance.sample(range(1, ideas + 1), min(5, ideas))
        connection.execute(
            insert(tables["follow"]), [{"person_id": person, "idea_id": idea, "created_at": at} for idea in followed]
        )


def _neighbours(connection: Connection, ideas: int) -> None:
    """Four neighbours for every idea, any four: finding the true ones is the worker's work, which is not measured."""
    chance, table = random.Random(2), Base.metadata.tables["neighbour"]
    for first in range(1, ideas + 1, BATCH):
        rows = [
            {"idea_id": idea, "other_id": other, "nearness": chance.random()}
            for idea in range(first, min(first + BATCH, ideas + 1))
            for other in {chance.randint(1, ideas) for _ in range(4)} - {idea}
        ]
        connection.execute(insert(table), rows)


def _set_sequences(connection: Connection) -> None:
    """PostgreSQL numbers rows from sequences that know nothing of the ids we gave."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        if "id" in table.c and table.c.id.autoincrement is not False:
            last = select(func.coalesce(func.max(table.c.id), 1)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(f'"{table.name}"', "id")
            connection.execute(select(func.setval(sequence, last)))


def _say(sentence: str) -> None:
    print(f"{sentence} ...", file=sys.stderr, flush=True)
