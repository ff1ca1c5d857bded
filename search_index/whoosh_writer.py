"""Writing a Whoosh index: each call one commit, all or nothing. The caller holds the lock of the folder."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.query import Term

from search_index.analysis.words import Analyser
from search_index.engine import Document, IndexBusy, IndexDamaged
from search_index.whoosh_schema import SCHEMA, Codec, fields_of
from search_index.whoosh_storage import Storage, damage_named


def update(folder: Path, idea_ids: Collection[int], documents: Iterable[Document], analyser: Analyser) -> int:
    """Forget some ideas and add documents in one commit; how many ideas were forgotten."""
    if not idea_ids:
        return 0
    ready = [fields_of(document, analyser) for document in documents]
    with _open(folder) as opened, _commit(opened) as writer:
        removed = _forget(writer, idea_ids)
        for values in ready:
            writer.add_document(**values)
    return removed


def build(folder: Path, documents: Iterable[Document], analyser: Analyser) -> int:
    """Make an index in an empty folder; how many ideas it holds. The first of several documents with one id counts."""
    seen: set[int] = set()
    with _commit(index.create_in(str(folder), SCHEMA)) as writer:
        for document in documents:
            if document.idea_id not in seen:
                seen.add(document.idea_id)
                writer.add_document(**fields_of(document, analyser))
    return len(seen)


@contextmanager
def _open(folder: Path) -> Iterator[Any]:
    storage = Storage(str(folder))
    try:
        with damage_named():
            opened = storage.open_index()
        yield opened
    except FileNotFoundError as error:
        raise IndexDamaged(f"A file is missing: {error.filename}") from error
    finally:
        storage.close_files()


@contextmanager
def _commit(opened: Any) -> Iterator[Any]:
    """A writer whose work is committed at the end, or undone when anything fails.

    `compound=False`: with compound files every opening copies the whole index into memory.
    """
    try:
        writer = opened.writer(compound=False, codec=Codec())
    except index.LockError as error:
        raise IndexBusy("A process that does not know our lock is writing the index") from error
    try:
        yield writer
        with damage_named():
            writer.commit()
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _forget(writer: Any, idea_ids: Iterable[int]) -> int:
    with damage_named(), writer.searcher() as searcher:
        return sum(writer.delete_by_query(Term("idea", str(idea_id)), searcher=searcher) for idea_id in idea_ids)
