"""Reading a Whoosh index: each thread its own open snapshot, renewed when the index has moved on."""

import os
import threading
import weakref
from array import array
from dataclasses import dataclass
from functools import cached_property
from heapq import nlargest
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh.reading import TermNotFound

from search_index.engine import Facet, IndexDamaged
from search_index.index_folder import IndexFolder
from search_index.query_plan import Field
from search_index.whoosh_schema import unpack_facts
from search_index.whoosh_storage import Storage, damage_named

TRIES = 5
MOST_ENDINGS = 50

_ID_BITS = 31
_ID_MASK = (1 << _ID_BITS) - 1


@dataclass(frozen=True, slots=True)
class Columns:
    """The facts of a segment's documents by document number; facets as numbers of the value lists beside them.

    `newest` and `supported` order by seconds and by supports; both hold the idea's number in their low bits, so that
    ties fall to the newer idea.
    """

    newest: "array[int]"
    supported: "array[int]"
    facets: "dict[Facet, tuple[array[int], list[tuple[str, ...]]]]"

    @classmethod
    def read(cls, reader: Any) -> "Columns":
        """The columns of a segment reader."""
        columns = cls(array("q"), array("q"), {facet: (array("L"), []) for facet in Facet})
        known: dict[Facet, dict[tuple[str, ...], int]] = {facet: {} for facet in Facet}
        for packed in reader.column_reader("facts", translate=False):
            idea_id, submitted, supports, lists = unpack_facts(packed)
            columns.newest.append(submitted << _ID_BITS | idea_id)
            columns.supported.append(supports << _ID_BITS | idea_id)
            for facet, values in zip(Facet, lists, strict=True):
                numbers, texts = columns.facets[facet]
                number = known[facet].setdefault(values, len(texts))
                if number == len(texts):
                    texts.append(values)
                numbers.append(number)
        return columns

    def idea_id(self, document: int) -> int:
        """The idea a document is about."""
        return self.newest[document] & _ID_MASK


class Segment:
    """One segment of a snapshot: postings and columns."""

    def __init__(self, reader: Any, columns: Columns) -> None:
        self.reader = reader
        self.columns = columns
        self.count = reader.doc_count()

    @cached_property
    def documents(self) -> range | list[int]:
        """The numbers of its documents that are not deleted."""
        everything = range(self.reader.doc_count_all())
        if not self.reader.has_deletions():
            return everything
        deleted = set(self.reader.segment().deleted_docs())
        return [document for document in everything if document not in deleted]

    def postings(self, field: Field, term: str) -> Any | None:
        """Whoosh's matcher over the documents with a term, or None where nobody has it."""
        try:
            with damage_named():
                matcher = self.reader.postings(field.value, term)
        except TermNotFound:
            return None
        return matcher if matcher.is_active() else None

    def frequency(self, field: Field, term: str) -> int:
        """In how many documents of the segment a term stands, deleted ones not yet merged away included."""
        with damage_named():
            return int(self.reader.doc_frequency(field.value, term))

    def beginning_with(self, field: Field, prefix: str) -> list[str]:
        """The most frequent terms with a beginning, at most MOST_ENDINGS."""
        with damage_named():
            terms = islice(self.reader.expand_prefix(field.value, prefix), 20 * MOST_ENDINGS)
            counted = [(self.frequency(field, term.decode()), term.decode()) for term in terms]
        return [term for _, term in nlargest(MOST_ENDINGS, counted)]


class Snapshot:
    """The index as it was when it was opened; belongs to one thread, and its files close when nobody holds it."""

    def __init__(self, folder: Path, storage: Storage, opened: Any, readers: list[Any]) -> None:
        weakref.finalize(self, storage.close_files)
        self.folder = folder
        self.segments: list[Segment] = []
        self.documents = sum(reader.doc_count() for reader in readers)
        self._index = opened
        self._generation = readers[0].generation() if readers else opened.latest_generation()
        self._born = _born(folder)
        self._pid = os.getpid()

    def still_current(self, folder: Path | None) -> bool:
        """Whether nothing was committed since it was opened, and nobody threw the index away and began another."""
        if folder is None or folder != self.folder or self._pid != os.getpid():
            return False
        return _born(folder) == self._born and bool(self._index.latest_generation() == self._generation)

    def frequency(self, field: Field, term: str) -> int:
        """In how many documents a term stands."""
        return sum(segment.frequency(field, term) for segment in self.segments)

    def stands(self, field: Field, term: str) -> bool:
        """Whether a document has the term now: a frequency still counts what has just been removed."""
        return any(segment.postings(field, term) is not None for segment in self.segments)


def _born(folder: Path) -> int:
    """When the index was made the current one, in nanoseconds; an index of the same name may be another one."""
    return (folder.parent / "CURRENT").stat().st_mtime_ns


class Readers:
    """Gives every thread its snapshot. Columns do not change and are shared."""

    def __init__(self, folder: IndexFolder) -> None:
        self._folder = folder
        self._local = threading.local()
        self._columns: dict[tuple[Path, str], Columns] = {}
        self._columns_lock = threading.Lock()

    def snapshot(self) -> Snapshot:
        """The index as it is now. IndexDamaged when it cannot be read or none was made."""
        held: Snapshot | None = getattr(self._local, "snapshot", None)
        if held is None or not held.still_current(self._folder.current()):
            held = self._local.snapshot = self._open()
        return held

    def forget(self) -> None:
        """Let go of this thread's snapshot; the next one is opened anew."""
        self._local.snapshot = None

    def _open(self) -> Snapshot:
        """A commit beside us removes files between looking and opening, so look again a few times."""
        for remaining in reversed(range(TRIES)):
            try:
                return self._open_once()
            except FileNotFoundError as error:
                if not remaining:
                    raise IndexDamaged(f"A file is missing: {error.filename}") from error
        raise AssertionError("unreachable")

    def _open_once(self) -> Snapshot:
        folder = self._folder.current()
        if folder is None:
            raise IndexDamaged(f"There is no index in {self._folder.path}")
        storage = Storage(str(folder))
        try:
            with damage_named():
                opened = storage.open_index()
                readers = [reader for reader, _ in opened.reader().leaf_readers() if reader.doc_count_all()]
                snapshot = Snapshot(folder, storage, opened, readers)
                snapshot.segments = [Segment(reader, self._columns_of(folder, reader)) for reader in readers]
        except BaseException:
            storage.close_files()
            raise
        self._keep_only({(folder, str(reader.segment().segment_id())) for reader in readers})
        return snapshot

    def _columns_of(self, folder: Path, reader: Any) -> Columns:
        key = (folder, str(reader.segment().segment_id()))
        columns = self._columns.get(key)
        if columns is None:
            columns = self._columns[key] = Columns.read(reader)
        return columns

    def _keep_only(self, keys: set[tuple[Path, str]]) -> None:
        with self._columns_lock:
            for key in self._columns.keys() - keys:
                self._columns.pop(key, None)
