"""What the search page shows: found ideas with their best passages, facets with counts, the words perhaps meant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from accounts.models import Organisation
from accounts.provinces import PROVINCES
from accounts.queries import organisations_by_code
from core.languages import LANGUAGES
from core.languages import lazy_gettext as _l
from ideas.models import STAGE_LABELS, VERDICT_LABELS, Idea, Stage, Verdict
from ideas.queries import ideas_by_id
from search_index.documents import documents_of
from search_index.engine import Document, Engine, Facet, Filters, Kind, Sort
from search_index.query_plan import QueryPlan
from search_index.query_reader import read_query
from search_index.snippets import Piece, Snippet, mark, snippet

PAGE_SIZE = 20
PAGES_MOST = 500
"""Deeper nobody reads: a search is narrowed instead."""
QUERY_MOST = 400
"""Characters of a query that are looked at."""

FACETS = {
    Facet.STAGE: _l("Stage"),
    Facet.VERDICT: _l("Verdict"),
    Facet.MINISTRY: _l("Ministry"),
    Facet.PROVINCE: _l("Province"),
    Facet.YEAR: _l("Year"),
    Facet.TAG: _l("Tag"),
    Facet.LANGUAGE: _l("Written in"),
}

KINDS = {
    Kind.IDEA: _l("In the idea"),
    Kind.TALK: _l("In the talk"),
    Kind.TRIAL: _l("In a trial"),
    Kind.EVALUATION: _l("In an evaluation"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet and how many ideas it would show."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Found:
    """One found idea: its title with the words marked, and its best passages by where they were written."""

    idea: Idea
    title: Sequence[Piece]
    passages: Sequence[tuple[str, Snippet]]


@dataclass(frozen=True, slots=True)
class SearchPage:
    """One page of results. `complete` is how many of the total have every word that was asked for."""

    query: str
    found: Sequence[Found] = ()
    total: int = 0
    complete: int = 0
    page: int = 1
    facets: Mapping[Facet, Sequence[Option]] = field(default_factory=dict)
    meant: str | None = None

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return min(PAGES_MOST, -(-self.total // PAGE_SIZE))


def search(engine: Engine, query: str, *, filters: Filters, sort: Sort, page: int) -> SearchPage:
    """Ask the engine and gather what the page shows."""
    query = query[:QUERY_MOST].strip()
    plan = read_query(query)
    results = engine.search(
        plan, filters=filters, facets=FACETS, sort=sort, limit=PAGE_SIZE, offset=(page - 1) * PAGE_SIZE
    )
    ids = [hit.idea_id for hit in results.hits]
    ideas = ideas_by_id(ids)
    documents = {document.idea_id: document for document in documents_of(ids)} if not plan.empty else {}
    return SearchPage(
        query,
        [_found(ideas[each], documents.get(each), plan) for each in ids if each in ideas],
        results.total,
        results.complete,
        page,
        _facets(results.facets, filters),
        engine.suggest(query) if not plan.empty and not results.complete else None,
    )


def _found(idea: Idea, document: Document | None, plan: QueryPlan) -> Found:
    if document is None:
        return Found(idea, [Piece(idea.title)], [])
    passages = [
        (str(KINDS[kind]), passage)
        for kind, text in document.sections.items()
        if text and (passage := snippet(text, plan)).words
    ]
    if not passages:
        passages = [("", snippet(document.sections.get(Kind.IDEA, ""), plan))]
    return Found(idea, mark(idea.title, plan), sorted(passages, key=lambda each: -each[1].words)[:2])


def _facets(counts: Mapping[Facet, Mapping[str, int]], filters: Filters) -> dict[Facet, list[Option]]:
    ministries = organisations_by_code(counts.get(Facet.MINISTRY, ()))
    return {
        facet: options
        for facet in FACETS
        if (options := _options(facet, counts.get(facet, {}), filters.get(facet, frozenset()), ministries))
    }


def _options(
    facet: Facet, counts: Mapping[str, int], chosen: frozenset[str], ministries: Mapping[str, Organisation]
) -> list[Option]:
    label = _labels(ministries)[facet]
    # A chosen value stays to be unchosen, even where it finds nothing.
    values = {**dict.fromkeys(chosen, 0), **counts}
    options = [Option(value, label(value), count, value in chosen) for value, count in values.items()]
    if facet is Facet.YEAR:
        return sorted(options, key=lambda option: option.value, reverse=True)
    if facet is Facet.STAGE:
        return sorted(options, key=lambda option: list(Stage).index(Stage(option.value)))
    return sorted(options, key=lambda option: (-option.chosen, -option.count, option.label))[:30]


def _labels(ministries: Mapping[str, Organisation]) -> dict[Facet, Callable[[str], str]]:
    return {
        Facet.STAGE: lambda value: str(STAGE_LABELS[Stage(value)]),
        Facet.VERDICT: lambda value: str(VERDICT_LABELS[Verdict(value)]),
        Facet.MINISTRY: lambda value: ministries[value].name if value in ministries else value,
        Facet.PROVINCE: lambda value: PROVINCES[value].name if value in PROVINCES else value,
        Facet.YEAR: str,
        Facet.TAG: str,
        Facet.LANGUAGE: lambda value: LANGUAGES.get(value, value),
    }


def readable_filters(values: Callable[[str], Sequence[str]]) -> Filters:
    """The filters an address asks for; a stage or verdict there is not is left out."""
    known: dict[Facet, set[str]] = {
        Facet.STAGE: {stage.value for stage in Stage if stage is not Stage.DRAFT},
        Facet.VERDICT: {verdict.value for verdict in Verdict},
    }
    filters = {}
    for facet in FACETS:
        asked = {value[:100] for value in values(facet.value) if value}
        if wanted := asked & known.get(facet, asked):
            filters[facet] = frozenset(wanted)
    return filters
