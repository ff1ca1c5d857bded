"""Nobody sets a stage by hand, and whatever happens has words."""

import ast
from collections.abc import Iterator

from flask import Flask

from ideas.history import known_kinds
from tests.house_rules.project import LAYERS, modules, name
from workflow.table import TRANSITIONS

WHO_MOVES = {"workflow/service.py", "workflow/histories.py"}
"""The one place that moves ideas, and the one that takes over whole histories, which others made."""


def _assigned(tree: ast.Module) -> Iterator[ast.Attribute]:
    for node in ast.walk(tree):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            for part in ast.walk(target) if target is not None else ():
                if isinstance(part, ast.Attribute):
                    yield part


def _recorded(tree: ast.Module) -> Iterator[str]:
    """The kinds of events that are written down by name."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and ast.unparse(call.func) in ("events.record", "record", "announce"):
            yield from (each.value for each in call.args[1:2] if isinstance(each, ast.Constant))


def test_only_the_workflow_moves_an_idea_to_another_stage() -> None:
    moved_by = {name(path) for path, tree in modules(*LAYERS) if any(part.attr == "stage" for part in _assigned(tree))}

    assert moved_by == WHO_MOVES


def test_every_event_has_words_in_the_history(app: Flask) -> None:
    recorded = {kind for _path, tree in modules(*LAYERS) for kind in _recorded(tree)}

    assert {"edited", "imported", "plan-changed"} < recorded
    assert (recorded | set(TRANSITIONS)) - known_kinds() == set()
