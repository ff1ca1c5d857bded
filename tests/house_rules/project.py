"""Where the project's own files are."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = (
    "app", "insights", "search_index", "workflow", "voting", "reviews", "trials", "ideas", "notifications", "accounts",
    "core",
)  # fmt: skip
OUTSIDE = {"instance", "node_modules", "__pycache__", "htmlcov"}


def files(*patterns: str) -> Iterator[Path]:
    """Our files with these names, past environments, caches and data."""
    for pattern in patterns:
        for path in sorted(ROOT.rglob(pattern)):
            parts = path.relative_to(ROOT).parts
            if (
                path.is_file()
                and not OUTSIDE.intersection(parts)
                and not any(p[0] == "." and p != ".ci" for p in parts)
            ):
                yield path


def name(path: Path) -> str:
    """How a failure names the file."""
    return path.relative_to(ROOT).as_posix()


def modules(*folders: str) -> Iterator[tuple[Path, ast.Module]]:
    """Our Python files in these top folders, parsed; all of them when none is named."""
    for path in files("*.py"):
        if not folders or path.relative_to(ROOT).parts[0] in folders:
            yield path, ast.parse(path.read_text())
