"""What `./run.sh serve` does before and around the worker: prepare the installation, serve pages."""

import fcntl
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.cli import ScriptInfo
from flask_migrate import upgrade
from gunicorn.app.wsgiapp import WSGIApplication

import accounts.queries
from app import create_app
from app.demo import accounts as demo_accounts


def prepare(*, empty: bool) -> None:
    """Bring database, index and first people up to date; on later starts there is nothing to do and it is quick."""
    app = create_app()
    instance = app.extensions["settings"].instance
    with one_at_a_time(instance / "prepare.lock"), app.app_context():
        upgrade()
        if not accounts.queries.anybody():
            command(app, *(["people", "create-admin"] if empty else ["demo", "load"]))


@contextmanager
def one_at_a_time(path: Path) -> Iterator[None]:
    """Hold a lock that ends with the process, whatever ends it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def command(app: Flask, *words: str) -> None:
    """Run a command of `./run.sh flask` inside this process."""
    app.cli.main(args=list(words), prog_name="flask", obj=ScriptInfo(create_app=lambda: app))


def serve_pages(listener: socket.socket) -> None:
    """Serve on a socket that already listens, until SIGTERM."""
    sys.argv = ["gunicorn", "--config", "python:app.serving.gunicorn_conf", "app:create_app()"]
    server = WSGIApplication("%(prog)s [OPTIONS] [APP_MODULE]")
    server.cfg.set("bind", f"fd://{listener.fileno()}")
    server.cfg.set("when_ready", lambda _arbiter: print(welcome(listener), flush=True))
    server.run()


def welcome(listener: socket.socket) -> str:
    """Say where to go, and who may be signed in as in the demonstration."""
    host, port = listener.getsockname()[:2]
    place = f"[{host}]" if ":" in host else host
    lines = [f"Kumnit is ready at http://{place}:{port}  (Ctrl-C stops it)"]
    with create_app().app_context():
        lines += [f"  {line}" for line in demo_accounts.lines()]
    return "\n".join(lines)
