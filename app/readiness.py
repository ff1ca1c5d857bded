"""Commands need a database that knows our tables: an empty one is prepared, an older one is named in a sentence."""

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app
from flask.cli import with_appcontext
from flask_migrate import Config, upgrade

from core.database import db, reading


@with_appcontext
def make_ready() -> None:
    """Make the tables where there are none yet; ClickException where they are those of another release."""
    settings = current_app.extensions["settings"]
    settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    with reading(), db.engine.connect() as connection:
        now = MigrationContext.configure(connection).get_current_revision()
    if now is None:
        upgrade()
    elif now != _newest():
        raise click.ClickException("The database is that of another release. Run: ./run.sh flask db upgrade")


def _newest() -> str | None:
    config: Config = current_app.extensions["migrate"].migrate.get_config(current_app.extensions["migrate"].directory)
    return ScriptDirectory.from_config(config).get_current_head()
