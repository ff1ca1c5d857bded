"""One installation measured: every page against the floor, over and over, so that no page has the quiet moments."""

import statistics
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask

from benchmarks.client import press
from benchmarks.pages import FLOOR, Measured, pages
from benchmarks.servers import Server, serving
from benchmarks.statements import most_statements

CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Effort:
    """Seconds for each page in each round, after so many unmeasured ones; how many samples of what is not timed so."""

    seconds: float = 4.0
    warm_up: float = 1.0
    rounds: int = 3
    samples: int = 200


USUAL = Effort()
QUICK = Effort(seconds=0.4, warm_up=0.1, rounds=1, samples=20)


@dataclass(slots=True)
class Figures:
    """What one page costs: the medians over the rounds."""

    per_second: float
    cpu: float
    p95_alone: float
    size: float
    statements: int = 0


@dataclass(slots=True)
class Measurement:
    """All figures of one installation."""

    ideas: int
    floor: Figures
    pages: dict[str, Figures] = field(default_factory=dict)
    memory: list[float] = field(default_factory=list)


def measure(app: Flask, folder: Path, ideas: int, effort: Effort, database_pid: int | None = None) -> Measurement:
    """Serve the installation and the floor, and press each page in turn."""
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    settings = {
        "KUMNIT_INSTANCE": str(folder),
        "KUMNIT_DATABASE_URL": url,
        "KUMNIT_REDIS_URL": "",
        "KUMNIT_LOG_LEVEL": "ERROR",
    }
    wanted = pages(app, ideas)
    with ExitStack() as running:
        ours = running.enter_context(serving("app:create_app()", settings, database_pid))
        floor = running.enter_context(serving("benchmarks.floor:create_floor()", {"FLOOR_DATABASE": url}, database_pid))
        rounds: Mapping[str, list[Figures]] = defaultdict(list)
        for number in range(effort.rounds):
            for page in [FLOOR, *wanted]:
                _say(f"{ideas:,} ideas, round {number + 1} of {effort.rounds}: {page.name}")
                rounds[page.name].append(_figures(floor if page is FLOOR else ours, page, effort, number))
        memory = ours.peak_memory()
    middle = {name: _middle(figures) for name, figures in rounds.items()}
    for page in wanted:
        middle[page.name].statements = most_statements(app, page, effort.samples // 5)
    middle[FLOOR.name].statements = 1
    return Measurement(ideas, middle.pop(FLOOR.name), middle, memory)


def _figures(server: Server, page: Measured, effort: Effort, seed: int) -> Figures:
    press(server.port, page.draw, seconds=effort.warm_up, connections=CONNECTIONS, seed=seed + 100, good=page.good)
    before = server.cpu()
    many = press(server.port, page.draw, seconds=effort.seconds, connections=CONNECTIONS, seed=seed, good=page.good)
    used = server.cpu() - before
    alone = press(server.port, page.draw, seconds=effort.seconds / 2, connections=1, seed=seed + 200, good=page.good)
    for outcome in (many, alone):
        if outcome.refused or not outcome.latencies:
            raise SystemExit(f"The page '{page.name}' answered with {outcome.refused or 'nothing'}.")
    answered = len(many.latencies)
    return Figures(many.per_second, used / answered, alone.quantile(0.95), many.received / answered)


def _middle(figures: Sequence[Figures]) -> Figures:
    def median(name: str) -> float:
        return float(statistics.median(getattr(each, name) for each in figures))

    return Figures(median("per_second"), median("cpu"), median("p95_alone"), median("size"))


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)
