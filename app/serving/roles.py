"""What `./run.sh serve` does before and around the worker: prepare the installation, serve pages."""

import fcntl
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from flask.cli import ScriptInfo
from flask_migrate import upgrade
from gunicorn.app.wsgiapp import WSGIApplication

import accounts.queries
from app import create_app
from app.demo import sign_in

ADMINISTRATOR = ("KUMNIT_ADMIN_EMAIL", "KUMNIT_ADMIN_NAME", "KUMNIT_ADMIN_PASSWORD")


def prepare(*, empty: bool) -> None:
    """Bring the database up to date and let the first people in; on later starts there is nothing to do."""
    app = create_app()
    with one_at_a_time(app.extensions["settings"].instance / "prepare.lock"), app.app_context():
        upgrade()
        if accounts.queries.anybody():
            for line in sign_in.lines():
                print(line, flush=True)
        else:
            begin(app, empty=empty)


def begin(app: Flask, *, empty: bool) -> None:
    """Load the demonstration, or add the first administrator."""
    if not empty:
        print("This is the first start: loading the demonstration ...", flush=True)
        command(app, "demo", "load")
    elif sys.stdin.isatty() or all(os.environ.get(name) for name in ADMINISTRATOR):
        command(app, "people", "create-admin")
    else:
        sys.exit(
            f"Nobody is here to ask for the first administrator. Set {', '.join(ADMINISTRATOR)}, then start again."
        )


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock that ends with the process, whatever ends it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def command(app: Flask, *words: str) -> None:
    """Run a command of `./run.sh flask` inside this process; ends with its sentence when it refuses."""
    try:
        app.cli.main(list(words), prog_name="flask", obj=ScriptInfo(create_app=lambda: app), standalone_mode=False)
    except click.Abort:
        raise KeyboardInterrupt from None
    except click.ClickException as refusal:
        sys.exit(refusal.format_message())


def serve_pages(listener: socket.socket) -> None:
    """Serve on a socket that already listens, until SIGTERM."""
    sys.argv = ["gunicorn", "--config", "python:app.serving.gunicorn_conf", "app:create_app()"]
    server = WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]")
    ready = welcome(listener)
    server.cfg.set("when_ready", lambda _arbiter: print(ready, flush=True))
    # gunicorn closes the number it is given, so ours must not be closed a second time.
    server.cfg.set("bind", f"fd://{listener.detach()}")
    server.run()


def welcome(listener: socket.socket) -> str:
    """Say where to go."""
    host, port = listener.getsockname()[:2]
    place = f"[{host}]" if ":" in host else host
    return f"Kumnit is ready at http://{place}:{port} (Ctrl-C stops it)."
