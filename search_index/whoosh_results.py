"""From matching documents to a page: narrowed by facets, counted, ordered."""

import heapq
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from search_index.engine import Facet, Filters, Hit, Sort
from search_index.query_plan import QueryPlan
from search_index.whoosh_matching import Evaluation, Scores
from search_index.whoosh_reader import Segment, Snapshot

LOOKED_AT_CLOSELY = 100
"""How many of the best hits are searched for neighbouring words, which costs reading positions."""

_Place = tuple[Any, int, int]
"""What a document is ordered by, the number of its segment, its own number."""

_Order = Callable[["Found"], Callable[[int], Any]]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one segment: documents in rising order, their scores, and those lacking some word."""

    segment: Segment
    documents: Sequence[int]
    scores: Scores
    partial: Collection[int] = ()

    @property
    def complete(self) -> int:
        """How many documents have every word asked for."""
        if not self.partial:
            return len(self.documents)
        return sum(document not in self.partial for document in self.documents)


def find(plan: QueryPlan, snapshot: Snapshot) -> list[Found]:
    """The documents that answer a plan, after as many of its steps as it takes."""
    if plan.hopeless:
        return []
    evaluation = Evaluation(snapshot)
    searches = [_SegmentSearch(segment, plan, evaluation) for segment in snapshot.segments]
    found = 0
    for step in plan.steps():
        if not plan.worth_trying(step, found):
            break
        found = sum(
            search.take(step.complete, evaluation.step(search.segment, step, search.among)) for search in searches
        )
    return [search.found(plan) for search in searches]


class _SegmentSearch:
    """What a plan finds in one segment, step by step."""

    def __init__(self, segment: Segment, plan: QueryPlan, evaluation: Evaluation) -> None:
        self.segment = segment
        self.among: Scores | None = None
        for phrase in plan.phrases:
            self.among = evaluation.phrase(segment, phrase, self.among)
        self._without = {document for phrase in plan.without for document in evaluation.phrase(segment, phrase, None)}
        self._scores: Scores = {}
        self._partial: set[int] = set()

    def take(self, complete: bool, scores: Scores) -> int:
        """Add what a step found and say how many there are now."""
        new = scores.keys() - self._scores.keys() - self._without
        self._scores.update((document, scores[document]) for document in new)
        if not complete:
            self._partial |= new
        return len(self._scores)

    def found(self, plan: QueryPlan) -> Found:
        """Everything taken; without words, what the phrases found, or every document."""
        if plan.words:
            return Found(self.segment, sorted(self._scores), self._scores, self._partial)
        documents: Sequence[int] = self.segment.documents if self.among is None else sorted(self.among)
        if self._without:
            documents = [document for document in documents if document not in self._without]
        return Found(self.segment, documents, self.among or {})


def narrow(found: Iterable[Found], filters: Filters) -> list[Found]:
    """Only the documents that have, for every facet of the filters, one of its values."""
    return [_narrow_one(one, filters) for one in found]


def _narrow_one(found: Found, filters: Filters) -> Found:
    documents = found.documents
    for facet, wanted in filters.items():
        if wanted:
            numbers, texts = found.segment.columns.facets[facet]
            allowed = {number for number, values in enumerate(texts) if not wanted.isdisjoint(values)}
            documents = [document for document in documents if numbers[document] in allowed]
    return replace(found, documents=documents)


def count_facets(found: list[Found], filters: Filters, facets: Iterable[Facet]) -> dict[Facet, dict[str, int]]:
    """For each facet its values with the number of documents, the most frequent first; its own filter set aside."""
    kept = narrow(found, filters)
    counts: dict[Facet, dict[str, int]] = {}
    for facet in facets:
        others = {other: wanted for other, wanted in filters.items() if other is not facet}
        documents = kept if len(others) == len(filters) else narrow(found, others)
        counts[facet] = _count(documents, facet)
    return counts


def _count(found: Iterable[Found], facet: Facet) -> dict[str, int]:
    counted: Counter[str] = Counter()
    for one in found:
        numbers, texts = one.segment.columns.facets[facet]
        for number, count in Counter(map(numbers.__getitem__, one.documents)).items():
            for value in texts[number]:
                counted[value] += count
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def page(
    plan: QueryPlan, snapshot: Snapshot, found: list[Found], sort: Sort, limit: int, offset: int
) -> tuple[Hit, ...]:
    """The hits from `offset` on, at most `limit`."""
    wanted = offset + limit
    if not limit or not any(one.documents for one in found):
        return ()
    if sort is Sort.RELEVANCE and not plan.empty:
        best = _closely(plan, snapshot, found, _top(found, _by_relevance, max(wanted, LOOKED_AT_CLOSELY)))
    elif sort is Sort.OLDEST:
        best = _top(found, _by_age, wanted)
    else:
        best = _top(found, _by_support if sort is Sort.MOST_SUPPORTED else _by_newness, wanted)
    return tuple(_hit(found, place) for place in islice(best, offset, wanted))


def _hit(found: list[Found], place: _Place) -> Hit:
    _, number, document = place
    one = found[number]
    score = round(one.scores.get(document, 0.0), 4)
    return Hit(one.segment.columns.idea_id(document), score, complete=document not in one.partial)


def _top(found: Iterable[Found], order: _Order, count: int) -> list[_Place]:
    """The first documents of all segments by an order, largest first."""
    places: list[_Place] = []
    for number, one in enumerate(found):
        key = order(one)
        best = heapq.nlargest(count, one.documents, key=key)
        places.extend((key(document), number, document) for document in best)
    return heapq.nlargest(count, places)


def _by_relevance(found: Found) -> Callable[[int], Any]:
    scores, newest = found.scores, found.segment.columns.newest
    return lambda document: (scores[document], newest[document])


def _by_newness(found: Found) -> Callable[[int], Any]:
    return found.segment.columns.newest.__getitem__


def _by_support(found: Found) -> Callable[[int], Any]:
    return found.segment.columns.supported.__getitem__


def _by_age(found: Found) -> Callable[[int], Any]:
    newest = found.segment.columns.newest
    return lambda document: -newest[document]


def _closely(plan: QueryPlan, snapshot: Snapshot, found: list[Found], best: list[_Place]) -> list[_Place]:
    """The first hits ordered anew, those first in which words asked for side by side stand side by side."""
    if not (plan.neighbours or plan.wholes):
        return best
    evaluation = Evaluation(snapshot)
    close, rest = best[:LOOKED_AT_CLOSELY], best[LOOKED_AT_CLOSELY:]
    for number, one in enumerate(found):
        documents = [document for _, segment, document in close if segment == number]
        for document, bonus in evaluation.neighbours(one.segment, plan, documents).items():
            one.scores[document] += bonus
    orders = [_by_relevance(one) for one in found]
    close = [(orders[number](document), number, document) for _, number, document in close]
    return sorted(close, reverse=True) + rest
