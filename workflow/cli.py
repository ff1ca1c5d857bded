"""Commands about the workflow."""

import click
from flask import Blueprint

from workflow.document import document

blueprint = Blueprint("workflow_commands", __name__, cli_group="workflow")


@blueprint.cli.command("document")
def print_document() -> None:
    """Print the table of moves as docs/workflow.md."""
    click.echo(document(), nl=False)
