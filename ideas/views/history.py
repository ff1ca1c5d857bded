"""What happened to an idea, and what it said before."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from accounts.session import me
from core.errors import NotFound
from core.languages import gettext as _
from ideas import queries
from ideas.differences import differences
from ideas.events import history_of, verify
from ideas.history import told
from ideas.models import IdeaVersion
from ideas.text import text_of
from ideas.views.routes import blueprint


@blueprint.get("/ideas/<idea_number:number>/history")
def history(number: str) -> ResponseReturnValue:
    """Tell everything that happened to an idea, and whether the record is whole."""
    idea = queries.get_idea(number, reader=me())
    events = [told(event) for event in history_of(idea)]
    return render_template("ideas/history.html", idea=idea, events=events, broken=verify(idea.id))


@blueprint.get("/ideas/<idea_number:number>/versions")
def versions(number: str) -> ResponseReturnValue:
    """List what an idea said from time to time."""
    idea = queries.get_idea(number, reader=me())
    return render_template("ideas/versions.html", idea=idea, versions=queries.versions_of(idea))


@blueprint.get("/ideas/<idea_number:number>/compare")
def compare(number: str) -> ResponseReturnValue:
    """Show two versions of an idea against each other, word by word."""
    idea = queries.get_idea(number, reader=me())
    known = {version.number: version for version in queries.versions_of(idea)}
    latest = max(known, default=0)
    later = _version(known, request.args.get("to") or str(latest))
    earlier = _version(known, request.args.get("from") or str(max(1, later.number - 1)))
    if earlier.number > later.number:
        earlier, later = later, earlier
    return render_template(
        "ideas/compare.html",
        idea=idea,
        earlier=earlier,
        later=later,
        latest=latest,
        differences=differences(text_of(earlier), text_of(later)),
    )


def _version(known: dict[int, IdeaVersion], asked: str) -> IdeaVersion:
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
    if number not in known:
        raise NotFound(_("This idea has no version %(number)s.", number=asked[:20]))
    return known[number]
