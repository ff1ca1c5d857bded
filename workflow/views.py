"""The page of a move: what it asks, what follows, and its one button."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.session import me
from core.errors import Invalid
from core.languages import gettext as _
from ideas.models import Idea
from ideas.queries import get_idea, get_idea_by_id
from trials.models import Trial
from trials.queries import get_trial
from workflow import service
from workflow.forms import FORMS, MoveForm

blueprint = Blueprint("workflow", __name__)


@blueprint.route("/ideas/<idea_number:number>/moves/<string:move>", methods=["GET", "POST"])
def move_idea(number: str, move: str) -> ResponseReturnValue:
    """Make a move on an idea."""
    idea = get_idea(number, reader=me())
    return _make(move, idea, None, url_for("ideas.idea", number=number))


@blueprint.route("/trials/<int:trial_id>/moves/<string:move>", methods=["GET", "POST"])
def move_trial(trial_id: int, move: str) -> ResponseReturnValue:
    """Make a move on a trial."""
    trial = get_trial(trial_id)
    idea = get_idea_by_id(trial.idea_id, reader=me())
    return _make(move, idea, trial, url_for("trials.trial", trial_id=trial_id))


def _make(name: str, idea: Idea, trial: Trial | None, back: str) -> ResponseReturnValue:
    transition = service.transition_called(name)
    form = FORMS.get(name, MoveForm)()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                service.move(name, idea, by=me(), trial=trial, details=form.details())
            except Invalid as refusal:
                form.refuse(refusal)
            else:
                flash(_("Done: %(what)s.", what=transition.past), "success")
                return redirect(back)
    else:
        service.check(name, idea, by=me(), trial=trial)
    page = render_template(
        "workflow/move.html", name=name, move=transition, form=form, idea=idea, trial=trial, back=back
    )
    return page, status


# The pages that write and move in one press hang on the same blueprint.
from workflow import posting as _posting  # noqa: E402, F401
