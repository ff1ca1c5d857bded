"""`./run.sh bench`: load large installations, measure them against the floor, and write `benchmarks/results.md`."""

import argparse
import os
import sys
from pathlib import Path

from benchmarks import load, report
from benchmarks.measure import QUICK, USUAL, Effort, Measurement, measure
from benchmarks.search import SearchFigures, measure_search
from config import HERE

FULL, FEW = (10_000, 100_000), (500,)
RESULTS = HERE / "benchmarks" / "results.md"


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="./run.sh bench",
        description="Measure the pages of Kumnit against a plain Flask application, and write benchmarks/results.md. "
        "The first run loads the ideas, which takes some minutes; later runs find them again.",
    )
    parser.add_argument("--quick", action="store_true", help="a trial run with 500 ideas; writes nothing")
    parser.add_argument("--ideas", type=int, nargs="+", metavar="N", help="how many ideas (10000 100000)")
    parser.add_argument("--seconds", type=float, default=USUAL.seconds, help="seconds for each page in each round (4)")
    parser.add_argument("--rounds", type=int, default=USUAL.rounds, help="rounds (3)")
    parser.add_argument("--folder", type=Path, default=_folder(), help="where the installations are kept")
    parser.add_argument("--output", type=Path, help="where to write the report instead; - for the screen alone")
    return parser.parse_args()


def _folder() -> Path:
    return Path(os.environ.get("KUMNIT_INSTANCE", HERE / "instance")) / "benchmarks"


def main() -> None:
    """Measure and report."""
    wanted = arguments()
    if not Path("/proc/self/stat").exists():
        sys.exit("The cost of processes is read from /proc, which this system does not have.")
    effort = QUICK if wanted.quick else Effort(seconds=wanted.seconds, rounds=wanted.rounds)
    measured: list[Measurement] = []
    searched: list[SearchFigures] = []
    for ideas in wanted.ideas or (FEW if wanted.quick else FULL):
        folder = wanted.folder.absolute() / f"ideas-{ideas}"
        app = load.installation(folder, ideas)
        measured.append(measure(app, folder, ideas, effort))
        searched.append(measure_search(app, ideas, effort.samples))
    text = report.page(measured, searched, effort, report.database_name("sqlite"))
    print(text)
    if not wanted.quick and str(wanted.output) != "-":
        (wanted.output or RESULTS).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
