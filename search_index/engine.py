"""What a search engine does for Kumnit: the documents it takes, the questions it answers, and how it says no."""

from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from search_index.query_plan import QueryPlan


class Kind(StrEnum):
    """Where in an idea's life a passage was written."""

    IDEA = "idea"
    TALK = "talk"
    TRIAL = "trial"
    EVALUATION = "evaluation"


class Facet(StrEnum):
    """What results are counted and narrowed by."""

    STAGE = "stage"
    VERDICT = "verdict"
    MINISTRY = "ministry"
    PROVINCE = "province"
    YEAR = "year"
    TAG = "tag"
    LANGUAGE = "language"


class Sort(StrEnum):
    """The orders of results; ties fall to the newer idea."""

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    MOST_SUPPORTED = "supported"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of an idea apart from its words: facets, dates and counts."""

    stage: str
    submitted: datetime
    verdicts: tuple[str, ...] = ()
    ministry: str = ""
    province: str = ""
    tags: tuple[str, ...] = ()
    language: str = ""
    supports: int = 0

    @property
    def year(self) -> int:
        """The year in which the idea was submitted."""
        return self.submitted.year

    def facets(self) -> dict[Facet, tuple[str, ...]]:
        """The values of every facet; none where nothing is known."""
        single = {
            Facet.STAGE: self.stage,
            Facet.MINISTRY: self.ministry,
            Facet.PROVINCE: self.province,
            Facet.YEAR: str(self.year),
            Facet.LANGUAGE: self.language,
        }
        return {facet: (value,) if value else () for facet, value in single.items()} | {
            Facet.VERDICT: tuple(dict.fromkeys(self.verdicts)),
            Facet.TAG: tuple(dict.fromkeys(self.tags)),
        }


@dataclass(frozen=True, slots=True)
class Document:
    """One idea as the index knows it, with everything written around it that every member may read."""

    idea_id: int
    title: str
    facts: Facts
    second_title: str = ""
    sections: Mapping[Kind, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """A found idea. `complete` says that it has every word asked for, and not only most of them."""

    idea_id: int
    score: float
    complete: bool = True


Filters = Mapping[Facet, frozenset[str]]
"""For each facet named, the values of which an idea must have at least one."""

FacetCounts = Mapping[Facet, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, how many there are in all, and the counts of the facets asked for.

    The counts of a facet leave its own filter aside: each is the number of results after choosing that value instead.
    `complete` is how many of the total have every word asked for.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    complete: int = 0
    facets: FacetCounts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """How the index is: whether it answers, how many ideas it holds, its size in bytes, and what is wrong."""

    ready: bool
    documents: int = 0
    segments: int = 0
    size: int = 0
    folder: str = ""
    problem: str = ""


class IndexDamaged(Exception):
    """The index cannot be read and has to be rebuilt from the database."""


class IndexBusy(Exception):
    """Another process is writing the index; nothing was written."""


class Engine(Protocol):
    """A search engine. Everything in it may be read by every member: what may not be read is never put."""

    def put(self, documents: Iterable[Document]) -> int:
        """Add these ideas or replace them, all or none, and say how many. The last of several with one id counts."""
        ...

    def remove(self, idea_ids: Iterable[int]) -> int:
        """Forget these ideas and say how many of them were known."""
        ...

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
        """The ideas that answer the plan. An empty plan finds every idea."""
        ...

    def suggest(self, text: str) -> str | None:
        """What may have been meant: the text with words nobody wrote replaced by near ones, or None."""
        ...

    def similar(self, text: str, *, exclude: Iterable[int] = (), limit: int = 5) -> list[Hit]:
        """The ideas that speak of the same things as the text, best first; none when nothing is near."""
        ...

    def rebuild(self, documents: Iterable[Document]) -> int:
        """Build the index anew beside the old one, put it in its place, and say how many ideas it holds.

        The documents are read after writing was locked, so an iterable that reads the database misses nothing.
        """
        ...

    def exclusive(self, *, timeout: float = 30.0) -> AbstractContextManager[None]:
        """Keep other writers out between reading what to write and having written it; may be nested.

        IndexBusy after `timeout` seconds of waiting. Whoever drains an outbox holds this all the while: else the
        slower of two drains writes an older state over a newer one.
        """
        ...

    def health(self) -> Health:
        """How the index is; never raises."""
        ...
