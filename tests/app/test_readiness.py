"""Commands prepare an empty database and name one of another release."""

import sqlalchemy as sa

from app import create_app
from core.database import db
from tests.databases import settings


def test_a_command_on_a_new_installation_makes_what_it_needs(tmp_path):
    app = create_app(settings(tmp_path / "new"))

    answer = app.test_cli_runner().invoke(args=["ideas", "verify"])

    assert answer.exit_code == 0, answer.output
    assert "as it was written" in answer.output


def test_a_database_of_another_release_is_named_in_a_sentence(tmp_path):
    app = create_app(settings(tmp_path))
    app.test_cli_runner().invoke(args=["ideas", "verify"])
    with app.app_context(), db.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '0000'"))

    answer = app.test_cli_runner().invoke(args=["search", "query", "anything"])

    assert answer.exit_code == 1
    assert "another release" in answer.output
    assert "Traceback" not in answer.output
