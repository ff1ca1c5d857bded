"""The wish of an author that an idea becomes part of another."""

from flask import flash, redirect, render_template
from flask.typing import ResponseReturnValue

from accounts.session import me
from core.errors import DomainError, Invalid, NotAllowed
from core.languages import gettext as _
from ideas import policy, queries, service
from ideas.forms import MergeRequestForm
from ideas.views.routes import blueprint


@blueprint.route("/ideas/<idea_number:number>/merge-request", methods=["GET", "POST"])
def ask_merge(number: str) -> ResponseReturnValue:
    """Ask the authors of another idea to unite the two."""
    idea = queries.get_idea(number, reader=me())
    if not policy.is_author(me(), idea):
        raise NotAllowed(_("Only its authors propose to merge an idea."))
    form = MergeRequestForm()
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit() and form.found is not None:
        try:
            service.ask_to_merge(idea, into=form.found, by=me(), reason=form.reason.data)
            flash(_("The authors of the other idea were asked."), "success")
            return redirect(idea.url)
        except DomainError as refusal:
            form.refuse(refusal if isinstance(refusal, Invalid) else Invalid(refusal.message, field="into"))
            status = refusal.status
    return render_template("ideas/ask_merge.html", form=form, idea=idea), status
