"""The search page, and similar ideas while one writes."""

from typing import Any

import structlog
from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.errors import NotFound
from core.languages import gettext as _
from core.languages import lazy_gettext as _l
from ideas.queries import ideas_by_id
from search_index import results
from search_index.engine import IndexDamaged, Sort
from search_index.indexer import ask_for_rebuild, engine

blueprint = Blueprint("search", __name__)
log = structlog.get_logger(__name__)

SORTS = {Sort.RELEVANCE: _l("Best match"), Sort.NEWEST: _l("Newest"), Sort.OLDEST: _l("Oldest")}
SIMILAR_FROM = 3
"""Characters before we look for similar ideas."""


@blueprint.get("/search")
def search() -> ResponseReturnValue:
    """Search everything every member may read."""
    query, page = request.args.get("q", ""), _page_number()
    sort = next((each for each in SORTS if each.value == request.args.get("sort")), Sort.RELEVANCE)
    filters = results.readable_filters(request.args.getlist)
    try:
        found = results.search(engine(), query, filters=filters, sort=sort, page=page)
    except IndexDamaged as damage:
        log.error("the search cannot answer", problem=str(damage))
        ask_for_rebuild()
        return render_template("search/resting.html", query=query), 503
    if page > max(found.pages, 1):
        raise NotFound(_("The list ends before page %(page)s.", page=page))
    return render_template(
        "search/search.html", found=found, filters=filters, sort=sort, sorts=SORTS, names=results.FACETS, at=_at
    )


@blueprint.get("/search/similar")
def similar() -> ResponseReturnValue:
    """The ideas that speak of the same things as the text being written, as a list to be put into the page."""
    text = request.args.get("q", "")[: results.QUERY_MOST * 5]
    try:
        hits = engine().similar(text, limit=5) if len(text.strip()) >= SIMILAR_FROM else []
    except IndexDamaged:
        hits = []
    ideas = ideas_by_id(hit.idea_id for hit in hits)
    near = [ideas[hit.idea_id] for hit in hits if hit.idea_id in ideas]
    return render_template("search/similar.html", ideas=near), {"X-Fragment": "yes"}


def _page_number() -> int:
    typed = request.args.get("page", "1")
    if len(typed) > 4 or not typed.isascii() or not typed.isdigit() or not 1 <= int(typed) <= results.PAGES_MOST:
        raise NotFound(
            _(
                "Pages are counted from 1 to %(most)s: there is no page %(page)s.",
                most=results.PAGES_MOST,
                page=typed[:20],
            )
        )
    return int(typed)


def _at(page: int) -> str:
    # Only what the page knows: other names would mean something to `url_for` itself.
    known = {"q", "sort", *(facet.value for facet in results.FACETS)}
    kept: dict[str, Any] = {name: values for name, values in request.args.lists() if name in known}
    return url_for("search.search", **{**kept, "page": page})
