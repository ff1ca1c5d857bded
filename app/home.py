"""Home, my things, the language switch and the health page."""

from flask import Blueprint, current_app, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from accounts import service
from accounts.session import me, visitor
from app.health import health_of
from core.addresses import local_path
from core.errors import Invalid
from core.languages import LANGUAGES
from core.languages import gettext as _
from core.pagination import Where
from core.panels import Panels, Place
from ideas.queries import Filters, drafts_of, facet_counts, ideas_of, page_of_ideas
from ideas.views.filters import SHOWN_STAGES

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """What is asked of me today, what is new, which promises are due."""
    panels: Panels = current_app.extensions["panels"]
    reader = me()
    counts = facet_counts(Filters())["stage"]
    newest = page_of_ideas(Filters(), order="newest", where=Where(), size=5).items
    return render_template(
        "home/home.html",
        main=panels.fill(Place.HOME_MAIN, [reader], reader)[reader.id],
        aside=panels.fill(Place.HOME_ASIDE, [reader], reader)[reader.id],
        drafts=drafts_of(reader),
        newest=newest,
        extras=panels.fill(Place.CARD, newest, reader),
        stages=[(counts.get(stage, 0), stage) for stage in SHOWN_STAGES],
    )


@blueprint.get("/mine")
def mine() -> ResponseReturnValue:
    """My drafts, my ideas, what I support, my trials."""
    panels: Panels = current_app.extensions["panels"]
    reader = me()
    return render_template(
        "home/mine.html",
        drafts=drafts_of(reader),
        ideas=ideas_of(reader),
        panels=panels.fill(Place.MINE, [reader], reader)[reader.id],
    )


@blueprint.post("/language")
def language() -> ResponseReturnValue:
    """Read the pages in another language from now on."""
    code = request.form.get("language", "")
    if code not in LANGUAGES:
        raise Invalid(_("Kumnit speaks Khmer and English."))
    person = visitor()
    if person is not None:
        service.speak(person, code)
    session["language"] = code
    return redirect(local_path(request.form.get("next")) or url_for("home.home"))


@blueprint.get("/health")
def health() -> ResponseReturnValue:
    """Whether the database answers and the worker keeps up, for whoever watches the installation."""
    state = health_of()
    # A late worker is told, yet pages are served: a load balancer must not take the web server away for it.
    return jsonify(state), 503 if state["status"] == "failing" else 200
