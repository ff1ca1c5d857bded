"""Commands of the search: ask, rebuild, look whether index and database agree."""

import json
import sys
from pathlib import Path
from typing import Any

import click
from flask import Blueprint
from sqlalchemy import func, select

from core.database import reading, session
from ideas.models import Idea, Stage
from ideas.queries import ideas_by_id
from search_index import indexer, neighbours
from search_index.documents import all_documents
from search_index.query_reader import read_query

blueprint = Blueprint("search_commands", __name__, cli_group="search")


@blueprint.cli.command("query")
@click.argument("text", required=False)
@click.option("--file", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="One query a line.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000))
@click.option("--json", "as_json", is_flag=True, help="One JSON line a query.")
def query(text: str | None, file: Path | None, limit: int, as_json: bool) -> None:
    """Print the ideas a member would find, best first."""
    if (text is None) == (file is None):
        raise click.UsageError("Give either TEXT or --file FILE.")
    lines = [text] if file is None else _lines(file.read_bytes())
    for line in lines:
        answer = {"query": line, "ideas": found_by(line or "", limit)}
        if as_json or file is not None:
            click.echo(json.dumps(answer, ensure_ascii=False))
        else:
            _print(answer)


def _lines(content: bytes) -> list[str]:
    """The lines of a file of queries; what cannot be read is marked, so that no line is lost."""
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    text = content.decode("utf-16" if wide else "utf-8-sig", errors="replace")
    return [line.rstrip("\r") for line in text.removesuffix("\n").split("\n")]


def found_by(text: str, limit: int) -> list[dict[str, Any]]:
    """The ideas the text finds: number, external id, title and score, best first. Nothing for an empty text."""
    plan = read_query(text)
    if plan.empty:
        return []
    with reading():
        hits = indexer.engine().search(plan, limit=limit).hits
        ideas = ideas_by_id(hit.idea_id for hit in hits)
        session.rollback()
        return [
            {
                "number": ideas[hit.idea_id].number,
                "external_id": ideas[hit.idea_id].external_id,
                "title": ideas[hit.idea_id].title,
                "score": round(hit.score, 4),
            }
            for hit in hits
            if hit.idea_id in ideas
        ]


def _print(answer: dict[str, Any]) -> None:
    if not answer["ideas"]:
        click.echo("Nothing found.")
    for idea in answer["ideas"]:
        click.echo(f"{idea['score']:8.3f}  {idea['number']}  {idea['external_id'] or '-':<12}  {idea['title']}")


@blueprint.cli.command("rebuild")
def rebuild() -> None:
    """Build the index anew from the database, beside the live one, and swap."""
    with reading():
        total = session.scalar(select(func.count()).where(Idea.stage != Stage.DRAFT)) or 0
        session.rollback()
    with click.progressbar(
        all_documents(), length=total, label="Indexing", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as documents:
        written = indexer.rebuild(documents)
    neighbours.wait_for_all()
    session.commit()
    click.echo(f"{written} ideas are in the index.")


@blueprint.cli.command("update")
def update() -> None:
    """Write what waits in the outbox into the index, as the worker does."""
    click.echo(f"{indexer.drain()} ideas were written.")
    indexer.look_for_neighbours()
