"""Commands about ideas: import them, verify their histories, count anew."""

import click
from flask import Blueprint
from sqlalchemy import select

from core.database import session
from ideas import events, tally
from ideas.importing.cli import import_command
from ideas.models import Idea, Stage

blueprint = Blueprint("idea_commands", __name__, cli_group="ideas")
blueprint.cli.add_command(import_command)


@blueprint.cli.command("verify")
def verify() -> None:
    """Check the chained history of every idea; name the first broken row of each and exit with 1."""
    broken = 0
    for idea_id, number in session.execute(select(Idea.id, Idea.number).where(Idea.stage != Stage.DRAFT)).all():
        if fault := events.verify(idea_id):
            broken += 1
            click.echo(f"{number}: event {fault.sequence} is {fault.problem}", err=True)
    session.rollback()
    if broken:
        raise click.exceptions.Exit(1)
    click.echo("Every history is as it was written.")


@blueprint.cli.command("recount")
def recount() -> None:
    """Count the ideas of every stage, ministry, province and year anew."""
    tally.recount()
    session.commit()
    click.echo("Counted.")
