"""A trial run of the benchmark: it loads, serves, measures and reports, whatever the figures."""

import subprocess
import sys
from pathlib import Path

import pytest

from config import HERE

MOST_STATEMENTS = 12

pytestmark = [pytest.mark.slow, pytest.mark.one_database, pytest.mark.xdist_group("benchmark")]


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder: Path = tmp_path_factory.mktemp("benchmarks")
    command = [sys.executable, "-m", "benchmarks", "--quick", "--folder", str(folder)]
    done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=110)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def rows(report: str) -> dict[str, list[str]]:
    table = report.partition("## 500 ideas")[2].partition("Largest memory")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if "|" in line]
    return {name: rest for name, *rest in cells[2:]}


def test_every_page_is_measured_against_the_floor(report: str) -> None:
    measured = rows(report)

    assert {"*the floor*", "home", "list", "idea", "search, a word", "search, a facet", "support"} <= set(measured)
    assert all(float(figures[2]) > 0 for figures in measured.values())


def test_no_page_takes_more_statements_than_it_may(report: str) -> None:
    taken = {name: int(figures[-1]) for name, figures in rows(report).items()}

    assert {name: count for name, count in taken.items() if count > MOST_STATEMENTS} == {}
