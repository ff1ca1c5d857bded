"""What is installed is what was chosen, byte for byte."""

import re

import pytest

from tests.house_rules.project import ROOT

SETS = ("requirements", "requirements-scale", "requirements-dev")


def pinned(name: str) -> dict[str, str]:
    """Each requirement of a pinned list with everything that stands about it."""
    text = re.sub(r"\\\n", " ", (ROOT / f"{name}.txt").read_text())
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return {re.split(r"[=\s;\[<>@]", line.strip())[0].lower(): line for line in lines}


def chosen(name: str) -> set[str]:
    """The names a list of choices asks for."""
    lines = [line.partition("#")[0].strip() for line in (ROOT / f"{name}.in").read_text().splitlines()]
    return {re.split(r"[=\s;\[<>@!~]", line)[0].lower() for line in lines if line and not line.startswith("-")}


@pytest.mark.parametrize("name", SETS)
def test_every_requirement_is_pinned_with_its_hash(name: str) -> None:
    loose = [each for each, line in pinned(name).items() if "==" not in line or "--hash=sha256:" not in line]

    assert loose == []


@pytest.mark.parametrize("name", SETS)
def test_everything_chosen_is_pinned(name: str) -> None:
    missing = {each.replace("_", "-") for each in chosen(name)} - set(pinned(name))

    assert missing == set()


@pytest.mark.parametrize("name", SETS)
def test_no_pinned_list_names_a_registry(name: str) -> None:
    text = (ROOT / f"{name}.txt").read_text()

    assert not re.search(r"^\s*(--|-i|-f)", re.sub(r"--hash=", "", text), re.MULTILINE)
    assert "://" not in re.sub(r"#.*", "", text)
