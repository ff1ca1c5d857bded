"""What an address of the list asks for, and the addresses that ask for a little more or less."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from accounts.provinces import PROVINCES
from accounts.queries import organisation_names
from core.addresses import url_for
from core.errors import NotFound
from core.languages import current_language
from core.languages import gettext as _
from core.languages import lazy_gettext as _l
from core.pagination import Page
from ideas.models import Idea, Stage
from ideas.queries import ORDERS, Filters
from ideas.text import read_tags

SHOWN_STAGES = (Stage.PROPOSAL, Stage.TRIAL, Stage.EVALUATED, Stage.CLOSED)
ORDER_LABELS = {
    "newest": _l("Newest"),
    "supported": _l("Most supported"),
    "rising": _l("Rising"),
    "waiting": _l("Waiting longest"),
}
FACET_TITLES = {"ministry": _l("Ministry"), "province": _l("Province"), "year": _l("Year")}
PAGE_SIZE = 20
SHORT_LIST = 8
"""Values of a facet that are shown before the rest is asked for."""

Values = Callable[[str], str | None]
Counts = Mapping[str, Mapping[Any, int]]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: choosing it, or taking it back, leads to `url`. No count where it would not be exact."""

    label: str
    url: str
    count: int | None
    chosen: bool


@dataclass(frozen=True, slots=True, eq=False)
class Facet:
    """One way to narrow the list. It is kept from page to page, and itself alone."""

    title: str
    options: Sequence[Option]

    @property
    def chosen(self) -> Option | None:
        """The value that was chosen, if one was."""
        return next((option for option in self.options if option.chosen), None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for."""

    endpoint: str
    filters: Filters
    order: str = "newest"

    def url(self, endpoint: str | None = None, **changes: Any) -> str:
        """The address that asks for this with the changes, from its first page; None takes a filter out."""
        filters = self.filters
        asked: dict[str, Any] = {
            "stage": filters.stage.value if filters.stage else None,
            "ministry": filters.ministry_id,
            "province": filters.province or None,
            "year": filters.year,
            "tag": filters.tag or None,
            "sort": self.order if self.order != "newest" else None,
        }
        asked |= changes
        query = urlencode({name: value for name, value in asked.items() if value is not None})
        path = url_for(endpoint or self.endpoint)
        return f"{path}?{query}" if query else path

    @property
    def counts_are_exact(self) -> bool:
        """Whether the counts of facets are the counts of this very list: tags and waiting are not counted."""
        return not self.filters.tag and self.order != "waiting"

    def pages(self, page: Page[Idea], total: int | None) -> dict[str, Any]:
        """The neighbours of a page, as the pagination macro wants them told."""
        before, after = page.number - 1, page.number + 1
        previous = self.url() if before == 1 else self.url(page=max(1, before), before=page.previous_mark)
        return {
            "previous_url": previous if page.previous_mark else None,
            "next_url": self.url(page=after, after=page.next_mark) if page.next_mark else None,
            "page": page.number,
            "pages": -(-total // PAGE_SIZE) if total is not None else None,
        }


def read_asked(values: Values, endpoint: str) -> Asked:
    """What the address asks for; NotFound, with a sentence, for what there is not."""
    order = values("sort") or "newest"
    if order not in ORDERS:
        raise NotFound(_("Ideas cannot be sorted that way."))
    filters = Filters(
        stage=_stage(values("stage")),
        ministry_id=_number(values("ministry"), _("There is no such ministry.")),
        province=_province(values("province")),
        tag=next(iter(read_tags([values("tag") or ""])), ""),
        year=_number(values("year"), _("There is no such year.")),
    )
    return Asked(endpoint, filters, order)


def _stage(value: str | None) -> Stage | None:
    if value and value not in SHOWN_STAGES:
        raise NotFound(_("There is no such stage."))
    return Stage(value) if value else None


def _province(value: str | None) -> str:
    if value and value not in PROVINCES:
        raise NotFound(_("There is no such province."))
    return value or ""


def _number(value: str | None, refusal: str) -> int | None:
    if not value:
        return None
    if not (value.isascii() and value.isdigit() and len(value) < 10 and int(value)):
        raise NotFound(refusal)
    return int(value)


def facets(asked: Asked, counts: Counts) -> Sequence[Facet]:
    """The facets beside the list, most frequent values first; NotFound when the chosen ministry does not exist."""
    chosen = asked.filters.ministry_id
    names = organisation_names([*counts["ministry_id"], *([chosen] if chosen else [])])
    if chosen and chosen not in names:
        raise NotFound(_("There is no such ministry."))
    counted = tuple((name, tuple(values.items())) for name, values in counts.items())
    return _facets(asked, counted, tuple(names.items()), current_language(), url_for(asked.endpoint))


@lru_cache(maxsize=256)
def _facets(
    asked: Asked,
    counted: tuple[tuple[str, tuple[tuple[Any, int], ...]], ...],
    names: tuple[tuple[int, str], ...],
    _language: str,
    _path: str,
) -> Sequence[Facet]:
    # The many values beside a list are the same on all its pages, until an idea moves.
    counts, ministries, filters = {name: dict(values) for name, values in counted}, dict(names), asked.filters
    return (
        _facet(asked, "ministry", filters.ministry_id, counts["ministry_id"], ministries.__getitem__),
        _facet(asked, "province", filters.province, counts["province"], lambda key: PROVINCES[key].name),
        _facet(asked, "year", filters.year, counts["year"], str),
    )


def stage_options(asked: Asked, counts: Mapping[Stage, int]) -> list[Option]:
    """The stages above the list, "all" first."""
    exact, chosen = asked.counts_are_exact, asked.filters.stage
    everything = Option(_("All"), asked.url(stage=None), sum(counts.values()) if exact else None, chosen is None)
    return [
        everything,
        *(
            Option(stage.label, asked.url(stage=stage.value), counts.get(stage, 0) if exact else None, stage is chosen)
            for stage in SHOWN_STAGES
        ),
    ]


def total(asked: Asked, counts: Mapping[Stage, int]) -> int | None:
    """How many ideas the list has, where that is known exactly."""
    if not asked.counts_are_exact:
        return None
    return counts.get(asked.filters.stage, 0) if asked.filters.stage else sum(counts.values())


def without_stage(asked: Asked) -> Asked:
    """The same for all stages, as the board shows it."""
    return replace(asked, filters=replace(asked.filters, stage=None), order="newest")


def _facet(asked: Asked, name: str, chosen: Any, counts: Mapping[Any, int], label: Callable[[Any], str]) -> Facet:
    keys = sorted(counts, key=lambda key: -key if name == "year" else -counts[key])
    if chosen and chosen not in counts:
        keys.insert(0, chosen)
    options = [
        Option(
            label(key),
            asked.url(**{name: None if key == chosen else key}),
            counts.get(key, 0) if asked.counts_are_exact else None,
            key == chosen,
        )
        for key in keys
    ]
    return Facet(str(FACET_TITLES[name]), sorted(options, key=lambda option: not option.chosen))
