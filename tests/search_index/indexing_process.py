"""Writes batches of ideas into an index until it is done or killed; started by the test of kills as a program."""

import sys
from pathlib import Path

from search_index.whoosh_engine import WhooshEngine
from tests.search_index.samples import document

BATCHES, IDEAS, EDITED = 120, 40, 6


def state(number: int, batch: int) -> str:
    """The text of an idea as a batch leaves it."""
    return f"everywhere idea{number} batch{batch}"


def edited(batch: int) -> list[int]:
    """The ideas a batch writes, one of them twice."""
    first = batch * EDITED % IDEAS
    return [(first + step) % IDEAS for step in (*range(EDITED), 0)]


def write(index: Path, done: Path) -> None:
    """Go on after the last batch that is known to be done. A batch may be written twice, as from an outbox."""
    engine = WhooshEngine(index)
    for batch in range(int(done.read_text() or 0), BATCHES):
        with engine.exclusive():
            engine.put(document(number, "", state(number, batch)) for number in edited(batch))
            if batch % 25 == 24:
                engine.rebuild(document(number, "", state(number, last)) for number, last in latest(batch).items())
            mark = done.with_suffix(".new")
            mark.write_text(str(batch + 1))
            mark.replace(done)


def latest(last: int) -> dict[int, int]:
    """For each idea the last batch up to `last` that wrote it."""
    return {number: batch for batch in range(last + 1) for number in edited(batch)}


if __name__ == "__main__":
    write(Path(sys.argv[1]), Path(sys.argv[2]))
