"""Finding ideas: the list and the board."""

from flask import current_app, render_template, request
from flask.typing import ResponseReturnValue

from accounts.session import me
from core.pagination import read_where
from core.panels import Panels, Place
from ideas import queries
from ideas.models import Stage
from ideas.views import filters
from ideas.views.routes import blueprint

BOARD = (Stage.PROPOSAL, Stage.TRIAL, Stage.EVALUATED)


@blueprint.get("/ideas")
def listing() -> ResponseReturnValue:
    """List ideas, narrowed and sorted as the address asks."""
    asked = filters.read_asked(request.args.get, "ideas.listing")
    counts = queries.facet_counts(asked.filters)
    facets = filters.facets(asked, counts)
    page = queries.page_of_ideas(
        asked.filters, order=asked.order, where=read_where(request.args.get), size=filters.PAGE_SIZE
    )
    panels: Panels = current_app.extensions["panels"]
    return render_template(
        "ideas/listing.html",
        asked=asked,
        orders=filters.ORDER_LABELS,
        stages=filters.stage_options(asked, counts["stage"]),
        facets=facets,
        shown=filters.SHORT_LIST,
        ideas=page.items,
        pages=asked.pages(page, filters.total(asked, counts["stage"])),
        extras=panels.fill(Place.CARD, page.items, me()),
    )


@blueprint.get("/board")
def board() -> ResponseReturnValue:
    """Show where ideas stand, one column for each stage."""
    asked = filters.without_stage(filters.read_asked(request.args.get, "ideas.board"))
    counts = queries.facet_counts(asked.filters)
    return render_template(
        "ideas/board.html",
        asked=asked,
        facets=filters.facets(asked, counts),
        shown=filters.SHORT_LIST,
        columns=queries.board(asked.filters, stages=BOARD),
        counts=counts["stage"],
        closed=Stage.CLOSED,
    )
