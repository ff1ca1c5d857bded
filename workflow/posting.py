"""Posting an idea from the page it is written on, and answering a wish to merge: writing and a move in one press."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

import ideas.service
from accounts.session import me
from core.database import session
from core.errors import Invalid, RuleBroken
from core.languages import gettext as _
from ideas.forms import IdeaForm
from ideas.models import Idea
from ideas.policy import is_published
from ideas.queries import get_idea_by_id, get_merge_request
from ideas.views.writing import keep, page
from workflow import guards, service
from workflow.table import TRANSITIONS
from workflow.transition import Attempt, Guard
from workflow.views import blueprint

FIELDS: dict[Guard, str] = {
    guards.has_title: "title",
    guards.has_problem: "problem",
    guards.has_proposal: "proposal",
    guards.has_organisation: "organisation_id",
}
"""Where on the form it stands what a guard finds missing."""


@blueprint.post("/ideas/new/post")
def post_new() -> ResponseReturnValue:
    """Post the idea that has just been written."""
    return _post(IdeaForm(), None)


@blueprint.post("/drafts/<int:idea_id>/post")
def post_draft(idea_id: int) -> ResponseReturnValue:
    """Post a draft as it stands in the form."""
    idea = get_idea_by_id(idea_id, reader=me())
    return _post(IdeaForm(idea), idea)


def _post(form: IdeaForm, idea: Idea | None) -> ResponseReturnValue:
    def submit(kept: Idea) -> ResponseReturnValue:
        if is_published(kept):
            # The second press of two: the first has posted it.
            return redirect(kept.url)
        if missing := _missing(kept):
            for refusal in missing:
                form.refuse(refusal)
            # What was typed stays as a draft, although the answer is a refusal.
            session.commit()
            return page(form, kept)
        service.move("submit", kept, by=me())
        flash(_("Thank you. Your idea is posted; the lab replies by the promised day."), "success")
        return redirect(kept.url)

    return keep(form, idea, then=submit)


def _missing(idea: Idea) -> list[Invalid]:
    attempt = Attempt(idea, me())
    return [
        Invalid(sentence, field=FIELDS.get(guard))
        for guard in TRANSITIONS["submit"].guards
        if (sentence := guard(attempt))
    ]


@blueprint.post("/merge-requests/<int:request_id>/answer")
def answer_merge(request_id: int) -> ResponseReturnValue:
    """Agree that another idea becomes part of one's own, or decline."""
    wish = get_merge_request(request_id, reader=me())
    answer = request.form.get("answer")
    if answer not in ("accept", "decline"):
        raise RuleBroken(_("Say whether you agree to the merge or not."))
    ideas.service.answer_merge(wish, accepted=answer == "accept", by=me())
    if answer == "accept":
        details = {"into": wish.into, "reason": wish.reason, "agreed": True}
        service.move("merge", wish.idea, by=wish.asked_by, details=details)
        flash(_("The two ideas are one now."), "success")
    else:
        flash(_("The authors of the other idea are told that you would rather not."), "success")
    return redirect(url_for("ideas.idea", number=wish.into.number))
