"""Every setting is explained where people look for it."""

import json
import re

from config import HERE, Settings
from tests.house_rules.project import ROOT

UNTOLD = {"testing"}


def rows() -> list[str]:
    """The settings as rows of the table in docs/operations.md."""
    told = []
    for name, field in Settings.model_fields.items():
        if name not in UNTOLD:
            default = field.default
            if hasattr(default, "relative_to"):
                default = f"{default.relative_to(HERE)}/"
            shown = json.dumps(default) if isinstance(default, (bool, list)) else str(default)
            told.append(f"| `KUMNIT_{name.upper()}` | {f'`{shown}`' if shown else ''} | {field.description} |")
    return told


def test_operations_lists_every_setting_as_it_is() -> None:
    text = (ROOT / "docs" / "operations.md").read_text()
    table = re.findall(r"^\| `KUMNIT_.*\|$", text, re.MULTILINE)

    assert table == rows()
