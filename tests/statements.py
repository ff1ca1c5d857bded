"""What is asked of the database while something runs."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection

WRITES = ("INSERT", "UPDATE", "DELETE")
HOUSEKEEPING = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET ")

_recordings: list[list[str]] = []


@event.listens_for(Engine, "before_cursor_execute")
def _note_statement(
    _connection: Connection, _cursor: Any, statement: str, _parameters: Any, _context: Any, _many: bool
) -> None:
    for recording in _recordings:
        recording.append(statement)


@event.listens_for(Engine, "commit")
def _note_commit(_connection: Connection) -> None:
    for recording in _recordings:
        recording.append("COMMIT")


@contextmanager
def recorded() -> Iterator[list[str]]:
    """Give a list to which every statement of the block is added, `COMMIT` for each commit."""
    recording: list[str] = []
    _recordings.append(recording)
    try:
        yield recording
    finally:
        # By identity: two recordings that saw the same statements are equal.
        _recordings[:] = [other for other in _recordings if other is not recording]


def asked(recording: list[str]) -> list[str]:
    """The statements that ask or change something."""
    return [text for text in recording if text != "COMMIT" and not text.lstrip().upper().startswith(HOUSEKEEPING)]


def repeats(recording: list[str]) -> str:
    """The statements with how often each was sent, the most frequent first, to be read in a failure."""
    counts = Counter(" ".join(text.split())[:300] for text in asked(recording))
    return "\n".join(f"{count} x {text}" for text, count in counts.most_common())


def uncommitted(recording: list[str]) -> list[str]:
    """The changes that no commit followed."""
    after = max((at for at, text in enumerate(recording) if text == "COMMIT"), default=-1)
    return [text for text in recording[after + 1 :] if text.lstrip().upper().startswith(WRITES)]
