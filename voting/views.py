"""The heart: one press supports, another takes it back."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.session import me
from core.addresses import local_path
from core.errors import RuleBroken
from core.languages import gettext as _
from ideas.models import Idea
from ideas.queries import get_idea
from voting import service
from voting.panels import heart_of

blueprint = Blueprint("voting", __name__)


@blueprint.post("/ideas/<idea_number:number>/support")
def support(number: str) -> ResponseReturnValue:
    """Support an idea, or take the support back: `wish` says which, so that pressing twice does not undo."""
    idea = get_idea(number, reader=me())
    wish = request.form.get("wish")
    if wish not in ("support", "take-back"):
        raise RuleBroken(_("Say whether you support the idea or take your support back."))
    if wish == "support":
        service.support(idea, by=me())
        return _answer(idea, _("Thank you. Your support counts; nobody sees that it is yours."))
    service.take_back(idea, by=me())
    return _answer(idea, _("Your support was taken back."))


@blueprint.post("/ideas/<idea_number:number>/would-try")
def would_try(number: str) -> ResponseReturnValue:
    """Say that one would try the idea in one's own unit, or no longer."""
    idea = get_idea(number, reader=me())
    yes = request.form.get("wish") == "would-try"
    service.would_try(
        idea,
        by=me(),
        yes=yes,
        shows_organisation="shows_organisation" in request.form,
        note=request.form.get("note", ""),
    )
    return _answer(
        idea, _("Noted: you would try it in your unit.") if yes else _("Noted: you would not try it for now.")
    )


def _answer(idea: Idea, sentence: str) -> ResponseReturnValue:
    parts = {"support": "voting/heart.html", f"heart-{idea.id}": "voting/card_heart.html"}
    if template := parts.get(request.headers.get("X-Kumnit-Part", "")):
        return render_template(template, panel=heart_of(idea, me()))
    flash(sentence, "success")
    return redirect(local_path(request.form.get("back")) or url_for("ideas.idea", number=idea.number))
