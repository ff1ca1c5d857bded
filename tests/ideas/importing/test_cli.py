"""The command `ideas import` as an operator meets it."""

from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import func, select

from core.database import session
from ideas.models import Idea

DATA = Path(__file__).parent / "data"


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["ideas", "import", *map(str, arguments)])


def count() -> int:
    session.rollback()
    return session.scalar(select(func.count(Idea.id))) or 0


def test_it_says_what_came_in_and_the_second_time_that_nothing_did(app: Flask) -> None:
    first = run(app, DATA / "ideascale_export.csv")
    second = run(app, DATA / "ideascale_export.csv")

    assert (first.exit_code, second.exit_code) == (0, 0)
    assert first.stdout == "Imported: 3 ideas and 0 comments. Already here: 0. Bad rows: 0. (CSV, comma, utf-8)\n"
    assert second.stdout.startswith("Imported: 0 ideas and 0 comments. Already here: 3.")
    assert count() == 3


def test_it_names_bad_rows_on_the_error_stream_and_takes_the_others(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "ideas.csv"
    file.write_text("id,title,body\n1,Good,Text\n2,,Text\n3,Good,\n4,Good,Text\n", encoding="utf-8")

    answer = run(app, file)

    assert answer.exit_code == 0
    assert answer.stderr == "line 3: It has no title.\nline 4: It has no text.\n"
    assert answer.stdout.startswith("Imported: 2 ideas and 0 comments. Already here: 0. Bad rows: 2.")


def test_a_dry_run_keeps_nothing(app: Flask) -> None:
    answer = run(app, DATA / "ideas.jsonl", "--dry-run")

    assert answer.stdout.startswith("Would be imported: ")
    assert count() == 0


def test_columns_can_be_mapped(app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "ideas.csv"
    file.write_text("Wat;Waarom=omdat\nMinder papier;Sneller\n", encoding="utf-8")

    answer = run(app, file, "--map", "Wat=title", "--map", "Waarom=omdat=body")

    assert answer.exit_code == 0
    assert session.scalars(select(Idea.proposal)).all() == ["Sneller"]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.csv", b"", "Error: empty.csv: The file is empty.\n"),
        ("book.xlsx", b"PK\x03\x04", "Error: book.xlsx: This is a spreadsheet (xlsx, ods) or a zip archive."),
        ("broken.jsonl", b'{"id": 1,\n{"id": 2,\n', "line 1: It is not valid JSON"),
        ("other.csv", b"kleur;maat\nrood;3\n", "Error: other.csv: No column is known for the title."),
    ],
)
def test_a_file_with_nothing_to_read_is_refused_in_a_sentence(
    app: Flask, tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)

    answer = run(app, tmp_path / name)

    assert answer.exit_code == 1
    assert answer.stderr.startswith(sentence)
    assert "Traceback" not in answer.output


@pytest.mark.parametrize(
    "arguments", [["--map", "title"], ["--map", "=title"], ["--organisation", "NOWHERE"], ["--encoding", "klingon"]]
)
def test_arguments_that_mean_nothing_are_refused(app: Flask, arguments: list[str]) -> None:
    answer = run(app, DATA / "ideas.jsonl", *arguments)

    assert answer.exit_code != 0
    assert count() == 0
