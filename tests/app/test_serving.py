"""Server and worker run side by side under one command, and end with it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from tests.house_rules.project import ROOT
from tests.postgres import free_port

FAMILY = """
import signal, sys, time
from app.serving import processes

def forever():
    print("started", flush=True)
    while True:
        time.sleep(0.05)

def dies():
    print("started", flush=True)
    sys.exit(3)

def deaf():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    forever()

processes.PAUSE, processes.PATIENCE = 0.1, 0.5
server, worker = (globals()[name] for name in sys.argv[1:])
parts = processes.Child("The server", server), processes.Child("The worker", worker)
sys.exit(processes.supervise(essential=parts[0], helper=parts[1]))
"""


@contextmanager
def running(*words: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    # A session of its own, so that a test that fails can end whatever is left of it.
    process = subprocess.Popen(
        [sys.executable, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=30)


def family(server: str, worker: str) -> tuple[str, ...]:
    return ("-c", FAMILY, server, worker)


@pytest.mark.parametrize("signum", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_both_without_a_word(signum: signal.Signals) -> None:
    with running(*family("forever", "forever")) as process:
        assert [line() for line in (process.stdout.readline,) * 2] == ["started\n"] * 2

        process.send_signal(signum)

        assert process.communicate(timeout=30) == ("", "")
        assert process.returncode == 0


def test_a_worker_that_dies_is_started_again() -> None:
    with running(*family("forever", "dies")) as process:
        assert [process.stdout.readline() for _ in range(4)] == ["started\n"] * 4
        assert "The worker ended (status 3) and is started again." in process.stderr.readline()


def test_the_command_fails_when_the_server_ends_by_itself() -> None:
    with running(*family("dies", "forever")) as process:
        _, told = process.communicate(timeout=30)

        assert process.returncode == 1
        assert "The server ended by itself (status 3)." in told


def test_who_does_not_listen_is_killed() -> None:
    with running(*family("forever", "deaf")) as process:
        assert [line() for line in (process.stdout.readline,) * 2] == ["started\n"] * 2

        process.terminate()

        assert "The worker did not end" in process.communicate(timeout=30)[1]


def test_a_taken_port_is_told_in_a_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with running("-m", "app.serving", "--port", str(port)) as process:
            _, told = process.communicate(timeout=30)

    assert process.returncode == 1
    assert told.startswith(f"Port {port} on 127.0.0.1 is taken by another program.")


@pytest.mark.parametrize("port", ["-1", "65536", "eight"])
def test_what_is_no_port_is_told_in_a_sentence(port: str) -> None:
    with running("-m", "app.serving", f"--port={port}") as process:
        _, told = process.communicate(timeout=30)

    assert process.returncode == 2
    assert "is not a port number" in told


@pytest.mark.slow
def test_an_empty_installation_is_served_and_stopped_cleanly(tmp_path: Path) -> None:
    port = free_port()
    administrator = {
        "KUMNIT_INSTANCE": str(tmp_path),
        "KUMNIT_ADMIN_EMAIL": "first@example.gov.kh",
        "KUMNIT_ADMIN_NAME": "First",
        "KUMNIT_ADMIN_PASSWORD": "a long enough password",
    }
    with running("-P", "-m", "app.serving", "--empty", "--port", str(port), **administrator) as process:
        _wait_until_answered(port, process)
        process.send_signal(signal.SIGINT)
        said, told = process.communicate(timeout=30)

    assert process.returncode == 0
    assert f"http://127.0.0.1:{port}" in said
    assert told == ""
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


@pytest.mark.slow
def test_nobody_to_ask_for_the_first_administrator_is_told_in_a_sentence(tmp_path: Path) -> None:
    with running("-m", "app.serving", "--empty", "--port", "0", KUMNIT_INSTANCE=str(tmp_path)) as process:
        _, told = process.communicate(timeout=30)

    assert process.returncode == 1
    assert "KUMNIT_ADMIN_EMAIL" in told
    assert "Traceback" not in told


def _wait_until_answered(port: int, process: subprocess.Popen[str]) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
                assert answer.status == 200
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"nobody answered on port {port}: {process.poll()}")
