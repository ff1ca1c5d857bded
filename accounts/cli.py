"""Commands for people: the first administrator of a new installation."""

import click
from flask import Blueprint, current_app
from flask_security import hash_password

from accounts import service
from accounts.models import Role
from core.database import session
from core.errors import DomainError

blueprint = Blueprint("people", __name__, cli_group="people")


@blueprint.cli.command("create-admin")
@click.option("--email", envvar="KUMNIT_ADMIN_EMAIL", prompt="E-mail address")
@click.option("--name", envvar="KUMNIT_ADMIN_NAME", prompt="Name")
@click.password_option("--password", envvar="KUMNIT_ADMIN_PASSWORD", prompt="Password (12 characters or more)")
def create_admin(email: str, name: str, password: str) -> None:
    """Add an administrator who also works in the lab, and the Cambodian ministries where none are there yet."""
    if len(password) < 12:
        raise click.ClickException("The password needs 12 characters or more.")
    with current_app.test_request_context():
        weak, password = current_app.extensions["security"].password_util.validate(password, True)
    if weak:
        raise click.ClickException("This password is easily guessed. Choose a few words that belong together.")
    if "@" not in email:
        raise click.ClickException("This is not an e-mail address.")
    try:
        added = service.add_cambodian_ministries()
        person = service.add_person(email=email, name_en=name)
        service.open_account(person, password_hash=hash_password(password))
        for role in (Role.ADMIN, Role.LAB):
            service.grant(person, role, organisation=None, by=None)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from None
    session.commit()
    click.echo(f"{email} may now sign in. {len(added)} ministries were added.")
