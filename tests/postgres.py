"""A PostgreSQL server for the tests: the one TEST_POSTGRES_URL names, or one from the binaries of this machine."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "unix_socket_directories": "",
    "listen_addresses": "127.0.0.1",
}


class NoPostgres(Exception):
    """There is no server and none can be started; the sentence says why."""


def programs() -> Path:
    """The folder of the newest PostgreSQL server on this machine."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = [Path(found).resolve().parent for name in ("pg_ctl", "initdb") if (found := shutil.which(name))]
    for folder in [*reversed(versions), *on_path]:
        if all((folder / name).exists() for name in ("initdb", "postgres")):
            return folder
    raise NoPostgres("No PostgreSQL was found: set TEST_POSTGRES_URL, or install its server.")


def servant() -> dict[str, int | list[int]]:
    """Whom the server runs as: PostgreSQL refuses root, so root hands it to somebody with fewer rights."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            person = pwd.getpwnam(name)
            return {"user": person.pw_uid, "group": person.pw_gid, "extra_groups": []}
    raise NoPostgres("PostgreSQL does not run as root, and there is nobody else on this machine.")


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def server() -> Iterator[str]:
    """Give the address of a server for the length of the block; raises NoPostgres."""
    if address := os.environ.get("TEST_POSTGRES_URL"):
        yield address
        return
    folder = Path(tempfile.mkdtemp(prefix="kumnit-postgres-"))
    try:
        with _started(folder) as address:
            yield address
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _started(folder: Path) -> Iterator[str]:
    found, person, data, port = programs(), servant(), folder / "data", free_port()
    if person:
        os.chown(folder, int(person["user"]), int(person["group"]))  # type: ignore[arg-type]
    made = subprocess.run(
        [found / "initdb", "-D", data, "-U", "kumnit", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync"],
        capture_output=True, text=True, cwd=folder, **person,
    )  # fmt: skip
    if made.returncode != 0:
        raise NoPostgres(f"PostgreSQL could not be set up: {made.stderr.strip().splitlines()[-1:]}")
    options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(
            [found / "postgres", "-D", data, "-p", str(port), *options],
            stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=folder, start_new_session=True, **person,
        )  # fmt: skip
    try:
        _wait_for(running, port, folder / "log")
        yield f"postgresql+psycopg://kumnit@127.0.0.1:{port}/postgres"
    finally:
        # SIGINT is its "fast" way to stop: it does not wait for those who are still connected.
        running.send_signal(2)
        try:
            running.wait(timeout=20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()


def _wait_for(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and running.poll() is None:
        if "ready to accept connections" in log.read_text(errors="replace"):
            return
        time.sleep(0.05)
    raise NoPostgres(f"PostgreSQL did not start on port {port}: {log.read_text(errors='replace')[-300:]}")
