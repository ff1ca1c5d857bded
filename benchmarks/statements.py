"""How many SQL statements a page takes."""

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from flask import Flask
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

from benchmarks.pages import Measured

HOUSEKEEPING = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ")


@contextmanager
def counted() -> Iterator[list[str]]:
    """Give a list of the statements sent within the block."""
    sent: list[str] = []

    def note(_connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(HOUSEKEEPING):
            sent.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def most_statements(app: Flask, page: Measured, tries: int) -> int:
    """The most statements any of so many requests of this kind has taken."""
    chance, most = Random(1), 0
    for _ in range(tries):
        head, _, body = page.draw(chance).partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        method, path, _ = first.split(" ")
        headers = dict(line.split(": ", 1) for line in lines)
        with counted() as sent:
            answer = app.test_client(use_cookies=False).open(path, method=method, headers=headers, data=body)
        assert answer.status_code in page.good, f"{path} answered {answer.status_code}"
        most = max(most, len(sent))
    return most
