"""Commands for the demonstration: load it, tell its accounts again."""

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

import click
from flask import Blueprint, current_app

from app.demo import loader, sign_in
from core.database import session
from core.outbox import topics_put

blueprint = Blueprint("demo", __name__, cli_group="demo")


@blueprint.cli.command("load")
def load() -> None:
    """Load the demonstration; what is there already stays as it is."""
    loaded = loader.load(_bar)
    sign_in.open_accounts()
    topics = topics_put()
    session.commit()
    _carry_out(topics)
    click.echo(_sentence(loaded))
    accounts()


@blueprint.cli.command("accounts")
def tell_accounts() -> None:
    """Tell the accounts of the demonstration and their password."""
    accounts()


def accounts() -> None:
    """Print one line for each account."""
    for line in list(sign_in.lines()) or ["The demonstration is not loaded; `flask demo load` loads it."]:
        click.echo(line)


def _carry_out(topics: Iterable[str]) -> None:
    """Do at once what follows, as the search index does: the worker may not run yet."""
    for topic in sorted(topics):
        current_app.extensions["pump"].call_local(topic)


def _bar(label: str, things: Sequence[Any]) -> AbstractContextManager[Iterable[Any]]:
    return click.progressbar(things, label=label, show_pos=True)


def _sentence(loaded: loader.Loaded) -> str:
    parts = [
        f"{count} {words}"
        for count, words in (
            (loaded.organisations, "organisations"),
            (loaded.people, "people"),
            (loaded.ideas, "ideas"),
            (loaded.pilots, "finished trials from elsewhere"),
            (loaded.consultation, "ideas of a consultation"),
            (loaded.comments, "comments on them"),
        )
        if count
    ]
    return f"Added {', '.join(parts)}." if parts else "The demonstration is here already; nothing was added."
