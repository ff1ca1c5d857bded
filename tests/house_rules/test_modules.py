"""Every file introduces itself and keeps to its place."""

import ast
import re
from collections.abc import Iterator

from tests.house_rules.project import LAYERS, ROOT, files, modules, name

FILE_SIGN, FUNCTION_SIGN = 250, 25
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/[\w.]")
TEXTS = (
    "*.py",
    "*.html",
    "*.md",
    "*.toml",
    "*.sh",
    "*.js",
    "*.css",
    "*.txt",
    "*.in",
    "*.cfg",
    "*.service",
    "*.yaml",
    "run",
)


def test_every_module_introduces_itself() -> None:
    # An empty __init__ among the tests says nothing because there is nothing to say.
    files_that_speak = [(path, tree) for path, tree in modules() if tree.body or "tests" not in path.parts]
    silent = [name(path) for path, tree in files_that_speak if not ast.get_docstring(tree)]

    assert silent == []


def test_no_file_knows_the_machine_it_was_written_on() -> None:
    told = [
        f"{name(path)}: {found.group()}"
        for path in files(*TEXTS)
        for found in MACHINE_PATHS.finditer(path.read_text(errors="replace"))
        if "house_rules" not in path.parts
    ]

    assert told == []


def test_only_the_roof_reads_the_settings() -> None:
    readers = {path.relative_to(ROOT).parts[0] for path, tree in modules(*LAYERS) if "config" in set(_imported(tree))}

    assert readers <= {"app"}


def test_the_time_is_asked_of_the_clock_alone() -> None:
    others = [
        f"{name(path)}:{call.lineno}"
        for path, tree in modules(*LAYERS)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and ast.unparse(call.func) in ("datetime.now", "datetime.utcnow", "date.today")
        and name(path) != "core/clock.py"
    ]

    assert others == []


def test_long_files_and_functions_are_looked_at_again(record_property: object) -> None:
    """A sign, not a limit: what is long is told, and nothing fails."""
    long_files = [(len(path.read_text().splitlines()), name(path)) for path, _ in modules()]
    long_functions = [
        (node.end_lineno - node.lineno + 1, f"{name(path)}:{node.name}")
        for path, tree in modules(*LAYERS)
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.end_lineno
    ]
    told = [
        *(f"{lines} lines: {where}" for lines, where in sorted(long_files, reverse=True) if lines > FILE_SIGN),
        *(f"{lines} lines: {where}" for lines, where in sorted(long_functions, reverse=True) if lines > FUNCTION_SIGN),
    ]
    print("\n".join(told))

    assert long_files


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]
