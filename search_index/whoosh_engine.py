"""The engine on one machine: a Whoosh index in a folder, read by many threads, written by one process at a time."""

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import TypeVar

from search_index import whoosh_similar, whoosh_suggest, whoosh_writer
from search_index.analysis.words import ANALYSER, Analyser
from search_index.engine import Document, Facet, Filters, Health, Hit, IndexBusy, IndexDamaged, Results, Sort
from search_index.index_folder import IndexFolder
from search_index.query_plan import QueryPlan
from search_index.whoosh_reader import Readers, Snapshot
from search_index.whoosh_results import Found, count_facets, find, narrow, page

Answer = TypeVar("Answer")

BEGINNING = 0.5
"""Seconds a page waits for the first index: an empty one is there at once, one from the database takes minutes."""


class WhooshEngine:
    """An `Engine` over the index in a folder, which is made when there is none."""

    def __init__(self, path: Path, *, analyser: Analyser = ANALYSER) -> None:
        self._folder = IndexFolder(path)
        self._analyser = analyser
        self._readers = Readers(self._folder)

    def exclusive(self, *, timeout: float = 30.0) -> AbstractContextManager[None]:
        """See `Engine.exclusive`."""
        return self._folder.writing(timeout=timeout)

    def put(self, documents: Iterable[Document]) -> int:
        """See `Engine.put`."""
        latest = {document.idea_id: document for document in documents}
        with self.exclusive():
            whoosh_writer.update(self._made(), latest.keys(), latest.values(), self._analyser)
        return len(latest)

    def remove(self, idea_ids: Iterable[int]) -> int:
        """See `Engine.remove`."""
        with self.exclusive():
            return whoosh_writer.update(self._made(), set(idea_ids), (), self._analyser)

    def rebuild(self, documents: Iterable[Document]) -> int:
        """See `Engine.rebuild`."""
        with self._folder.writing():
            folder = self._folder.prepare()
            count = whoosh_writer.build(folder, documents, self._analyser)
            self._folder.switch_to(folder)
        return count

    def search(
        self,
        plan: QueryPlan,
        *,
        filters: Filters | None = None,
        facets: Iterable[Facet] = (),
        sort: Sort = Sort.RELEVANCE,
        limit: int = 20,
        offset: int = 0,
    ) -> Results:
        """See `Engine.search`."""
        return self._read(partial(_search, plan, filters or {}, tuple(facets), sort, max(limit, 0), max(offset, 0)))

    def suggest(self, text: str) -> str | None:
        """See `Engine.suggest`."""
        return self._read(partial(whoosh_suggest.suggest, text, self._analyser))

    def similar(self, text: str, *, exclude: Iterable[int] = (), limit: int = 5) -> list[Hit]:
        """See `Engine.similar`."""
        return self._read(partial(whoosh_similar.similar, text, frozenset(exclude), limit, self._analyser))

    def health(self) -> Health:
        """See `Engine.health`."""
        try:
            snapshot = self._read(lambda snapshot: snapshot)
            size = sum(file.stat().st_size for file in snapshot.folder.iterdir() if file.is_file())
        except (IndexDamaged, OSError) as error:
            return Health(ready=False, problem=str(error))
        return Health(
            ready=True,
            documents=snapshot.documents,
            segments=len(snapshot.segments),
            size=size,
            folder=snapshot.folder.name,
        )

    def _read(self, ask: Callable[[Snapshot], Answer]) -> Answer:
        """Ask the index as it is now; once more with fresh eyes when a commit took files away meanwhile."""
        try:
            return ask(self._snapshot())
        except (IndexDamaged, FileNotFoundError):
            self._readers.forget()
        try:
            return ask(self._snapshot())
        except FileNotFoundError as error:
            raise IndexDamaged(f"A file is missing: {error.filename}") from error

    def _snapshot(self) -> Snapshot:
        if self._folder.current() is None:
            try:
                with self.exclusive(timeout=BEGINNING):
                    self._made()
            except IndexBusy as busy:
                raise IndexDamaged("The first index is being built") from busy
        return self._readers.snapshot()

    def _made(self) -> Path:
        """The current index, made empty where there is none. Hold the lock."""
        folder = self._folder.current()
        if folder is None:
            folder = self._folder.prepare()
            whoosh_writer.build(folder, (), self._analyser)
            self._folder.switch_to(folder)
        return folder


def _search(
    plan: QueryPlan,
    filters: Filters,
    facets: tuple[Facet, ...],
    sort: Sort,
    limit: int,
    offset: int,
    snapshot: Snapshot,
) -> Results:
    found: list[Found] = find(plan, snapshot)
    counts = count_facets(found, filters, facets)
    kept = narrow(found, filters)
    return Results(
        hits=page(plan, snapshot, kept, sort, limit, offset),
        total=sum(len(one.documents) for one in kept),
        complete=sum(one.complete for one in kept),
        facets=counts,
    )
