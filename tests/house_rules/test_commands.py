"""The script that runs everything explains itself."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house_rules.project import ROOT

SCRIPT = ROOT / "run.sh"
COMMANDS = re.findall(r"^    (\w+)\) \1", SCRIPT.read_text(), re.MULTILINE)


def call(*words: str, folder: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SCRIPT, *words], capture_output=True, text=True, cwd=folder, stdin=subprocess.DEVNULL, timeout=60
    )


def test_help_tells_every_command(tmp_path: Path) -> None:
    answer = call("--help", folder=tmp_path)

    assert answer.returncode == 0
    assert len(COMMANDS) >= 4
    assert [command for command in COMMANDS if not re.search(rf"^  {command}\b", answer.stdout, re.MULTILINE)] == []


@pytest.mark.parametrize("words", [(), ("server",)])
def test_a_wrong_command_is_answered_with_the_right_ones(words: tuple[str, ...]) -> None:
    answer = call(*words)

    assert answer.returncode == 2
    assert "Usage: ./run.sh COMMAND" in answer.stdout + answer.stderr


@pytest.mark.parametrize("script", ["run.sh", ".ci/run"])
def test_a_script_can_be_run_and_reads_well(script: str) -> None:
    path = ROOT / script
    shell = "bash" if "bash" in path.read_text().partition("\n")[0] else "sh"

    assert path.stat().st_mode & 0o111
    assert subprocess.run([shell, "-n", path], capture_output=True).stderr == b""
