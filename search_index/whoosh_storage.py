"""The files of a Whoosh index: opened so that they can be closed, their damage told in one word."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from whoosh.filedb.filestore import FileStorage
from whoosh.reading import TermNotFound

from search_index.engine import IndexDamaged


class Storage(FileStorage):  # type: ignore[misc]
    """A folder of files that remembers what it opened: Whoosh leaves files open when a reader fails half-way."""

    def __init__(self, path: str) -> None:
        super().__init__(path)
        self._opened: list[BinaryIO] = []

    def open_file(self, name: str, **options: Any) -> Any:
        """Open a file for reading."""
        file = super().open_file(name, **options)
        self._opened.append(file.file)
        return file

    def close_files(self) -> None:
        """Close every file that was opened for reading."""
        while self._opened:
            self._opened.pop().close()


@contextmanager
def damage_named() -> Iterator[None]:
    """Whatever a torn index makes Whoosh raise while its files are read, as one IndexDamaged.

    What the system says is left alone: a commit beside us may have removed a file and looking again helps, and
    a full disk is no damage. Only an impossible place to read from (EINVAL) speaks of the index.
    """
    try:
        yield
    except (TermNotFound, IndexDamaged):
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.errno != errno.EINVAL:
            raise
        raise IndexDamaged(f"{type(error).__name__}: {error}") from error
