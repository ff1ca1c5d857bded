"""The folder of an index on disk: one CURRENT version among its subfolders, and one writer at a time."""

import fcntl
import os
import re
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search_index.engine import IndexBusy, IndexDamaged

FORMAT = 1
"""Grows whenever fields or analysis change, so that an index of another release is rebuilt instead of misread."""

_VERSION = re.compile(r"index-(\d+)")
_CURRENT = re.compile(r"(index-\d+) format (\d+)\n?")


class IndexFolder:
    """Holds `index-<n>/` folders, CURRENT, which names the one to read, and `writer.lock`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._current = path / "CURRENT"
        self._thread_lock = threading.RLock()
        self._holding = 0
        self._pid = os.getpid()

    def current(self) -> Path | None:
        """The folder to read, or None where no index was made yet. IndexDamaged when another release made it."""
        try:
            content = self._current.read_text("ascii")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise IndexDamaged(f"{self._current} is unreadable") from error
        match = _CURRENT.fullmatch(content)
        if match is None or int(match[2]) != FORMAT:
            raise IndexDamaged(f"{self._current} does not name an index of this release")
        return self.path / match[1]

    def prepare(self) -> Path:
        """A new empty folder beside the current one. Half-built ones of earlier tries go. Hold the lock."""
        named = self._named_version()
        for number, half_built in self._versions().items():
            if number > named:
                shutil.rmtree(half_built)
        folder = self.path / f"index-{named + 1}"
        folder.mkdir()
        return folder

    def switch_to(self, folder: Path) -> None:
        """Make a folder the current one, for good even if the power fails now. Hold the lock.

        The folder read until now stays for readers that are about to open it; those before it go.
        """
        named = self._named_version()
        for file in folder.iterdir():
            _sync(file)
        _sync(folder)
        draft = self.path / "CURRENT.new"
        draft.write_text(f"{folder.name} format {FORMAT}\n", "ascii")
        _sync(draft)
        draft.replace(self._current)
        _sync(self.path)
        for number, old in self._versions().items():
            if number < named:
                shutil.rmtree(old, ignore_errors=True)

    @contextmanager
    def writing(self, *, timeout: float = 30.0) -> Iterator[None]:
        """Be the only writer among all processes; may be nested. IndexBusy after `timeout` seconds of waiting."""
        if not self._thread_lock.acquire(timeout=max(timeout, 0)):
            raise IndexBusy(f"{self.path} is being written")
        try:
            if self._holding and self._pid == os.getpid():
                yield
            else:
                with self._file_lock(timeout):
                    yield
        finally:
            self._thread_lock.release()

    @contextmanager
    def _file_lock(self, timeout: float) -> Iterator[None]:
        self.path.mkdir(parents=True, exist_ok=True)
        with (self.path / "writer.lock").open("ab") as file:
            _lock(file.fileno(), time.monotonic() + timeout)
            self._holding, self._pid = 1, os.getpid()
            try:
                yield
            finally:
                self._holding = 0

    def _versions(self) -> dict[int, Path]:
        found = ((_VERSION.fullmatch(folder.name), folder) for folder in self.path.iterdir())
        return {int(match[1]): folder for match, folder in found if match}

    def _named_version(self) -> int:
        """The number in CURRENT, whatever release wrote it; 0 where there is none."""
        try:
            match = _VERSION.search(self._current.read_text("ascii", errors="replace"))
        except FileNotFoundError:
            return 0
        return int(match[1]) if match else 0


def _lock(descriptor: int, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise IndexBusy("Another process is writing the index") from None
            time.sleep(0.02)
        else:
            return


def _sync(path: Path) -> None:
    """Push a file or the entries of a folder to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
