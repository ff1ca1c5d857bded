"""Starting a web server as `./run.sh serve` does, and reading what it and the database have cost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config import HERE

TICK = 1000 / os.sysconf("SC_CLK_TCK")
START, STOP = 60.0, 15.0
# What is measured must not be replaced in the middle; everything else is as in app/serving/gunicorn_conf.py.
CONFIG = ["--config", "python:app.serving.gunicorn_conf", "--max-requests", "0"]


@dataclass(frozen=True, slots=True)
class Server:
    """A running web server and the process whose descendants count as its cost."""

    pid: int
    port: int
    database_pid: int | None = None

    def cpu(self) -> float:
        """CPU time in milliseconds that all processes of the web server and its database have used."""
        roots = [self.pid] + ([self.database_pid] if self.database_pid else [])
        return sum(_cpu_of(pid) for root in roots for pid in family(root))

    def peak_memory(self) -> list[float]:
        """The largest resident size each worker has had, in megabytes."""
        return sorted(_status(pid, "VmHWM") / 1024 for pid in family(self.pid) if pid != self.pid)


@contextmanager
def serving(application: str, settings: Mapping[str, str], database_pid: int | None = None) -> Iterator[Server]:
    """Serve an application with gunicorn's two workers for the length of the block."""
    port = _free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KUMNIT_", "GUNICORN_"))}
    process = subprocess.Popen(
        [sys.executable, "-P", "-m", "gunicorn", *CONFIG, "--bind", f"127.0.0.1:{port}", application],
        env={**kept, **settings, "PYTHONPATH": str(HERE)},
        cwd=HERE,
        start_new_session=True,
    )
    try:
        _wait_for(process, port)
        yield Server(process.pid, port, database_pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(timeout=STOP)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def family(root: int) -> list[int]:
    """A process and all its descendants."""
    parents: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parent = int(_stat(int(folder.name))[1])
            except OSError:
                continue
            parents.setdefault(parent, []).append(int(folder.name))
    found = [root]
    for pid in found:
        found += parents.get(pid, [])
    return found


def _cpu_of(pid: int) -> float:
    try:
        fields = _stat(pid)
    except OSError:
        return 0.0
    # utime and stime, and those of children that have ended: fields 14 to 17 of proc(5).
    return sum(map(int, fields[11:15])) * TICK


def _stat(pid: int) -> list[str]:
    """The fields of /proc/<pid>/stat behind the name, which may hold spaces and brackets."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=START) as connection:
                connection.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")
                if connection.recv(12).startswith(b"HTTP/1."):
                    return
        except OSError:
            time.sleep(0.05)
    raise SystemExit("The server did not start; what it said stands above.")
