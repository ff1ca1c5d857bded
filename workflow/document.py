"""The table of moves as a page of documentation; a test holds docs/workflow.md equal to it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ideas.models import Stage
from trials.models import TrialState
from workflow.table import TRANSITIONS
from workflow.transition import Transition, always

HEAD = """# The workflow

Every idea is at one stage: `draft`, `proposal`, `trial`, `evaluated` or `closed`. Nobody sets a stage by hand: the
moves below are the only way from one to another, and each leaves an event in the idea's history. A button that is not
there yet says what is missing. This page is made from `workflow/table.py` by `./run.sh flask workflow document`.
"""


def document() -> str:
    """The whole page, in Markdown."""
    return "\n".join([HEAD, _overview(), *(_section(name, move) for name, move in TRANSITIONS.items())])


def _overview() -> str:
    rows = [
        f"| [{move.label}](#{name}) | {move.who.words} | {_from(move)} | {_to(move)} |"
        for name, move in TRANSITIONS.items()
    ]
    return "\n".join(["| move | who | from | to |", "|---|---|---|---|", *rows, ""])


def _section(name: str, move: Transition) -> str:
    lines = [f"## {name}", "", f"**{move.label}**, by {move.who.words}: {_from(move)} > {_to(move)}.", ""]
    if move.fits is not always:
        lines.append(f"- for: {_says(move.fits)}")
    if move.reaches is not always and move.target:
        lines.append(f"- reaches `{move.target.value}` only when: {_says(move.reaches)}")
    lines += _list("needs", [*move.guards, *move.answers])
    lines += _list("follows", move.effects)
    lines += _list("told", move.tells)
    return "\n".join([*lines, ""])


def _list(word: str, parts: Sequence[Callable[..., Any]]) -> Iterable[str]:
    return [f"- {word}: {_says(part)}" for part in parts]


def _says(part: Callable[..., Any]) -> str:
    return " ".join((part.__doc__ or "").split()).rstrip(".")


def _from(move: Transition) -> str:
    if move.on_trial:
        return "a trial that is " + _either(move.states) + ", idea at " + _either(move.sources)
    return _either(move.sources)


def _either(values: Sequence[Stage] | Sequence[TrialState]) -> str:
    return " or ".join(f"`{value.value}`" for value in values)


def _to(move: Transition) -> str:
    return f"`{move.target.value}`" if move.target else "stays"
