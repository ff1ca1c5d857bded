"""Writing ideas: new ones, drafts, edits, what saves itself, and two people writing at once."""

from collections.abc import Callable

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.session import me
from core.errors import Invalid, NotAllowed, RuleBroken
from core.languages import gettext as _
from core.pagination import LARGEST_ID
from core.text.clean import clean
from core.text.markdown import to_html
from ideas import policy, queries, service
from ideas.differences import differences
from ideas.forms import IdeaForm
from ideas.models import Idea
from ideas.service import StaleEdit
from ideas.text import TEXT_MOST
from ideas.views.routes import blueprint


@blueprint.route("/ideas/new", methods=["GET", "POST"])
def new() -> ResponseReturnValue:
    """Write an idea; sent to this address it is kept as a draft."""
    form = IdeaForm()
    return keep(form, None, then=_kept_as_draft) if form.is_submitted() else page(form, None)


@blueprint.route("/drafts/<int:idea_id>", methods=["GET", "POST"])
def draft(idea_id: int) -> ResponseReturnValue:
    """Go on writing a draft; once it is posted, its page is the idea's."""
    idea = queries.get_idea_by_id(idea_id, reader=me())
    if policy.is_published(idea) and request.method == "GET":
        return redirect(idea.url)
    form = IdeaForm(idea)
    return keep(form, idea, then=_kept_as_draft) if form.is_submitted() else page(form, idea)


@blueprint.route("/ideas/<idea_number:number>/edit", methods=["GET", "POST"])
def edit(number: str) -> ResponseReturnValue:
    """Change what a posted idea says; every earlier version is kept."""
    idea = queries.get_idea(number, reader=me())
    if not policy.may_edit(me(), idea):
        raise NotAllowed(_("Only its authors change an idea, and only while it is open."))
    form = IdeaForm(idea)
    return keep(form, idea, then=_changed) if form.is_submitted() else page(form, idea)


@blueprint.post("/drafts/<int:idea_id>/discard")
def discard(idea_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    service.discard_draft(queries.get_idea_by_id(idea_id, reader=me()), by=me())
    flash(_("The draft was thrown away."), "success")
    return redirect(url_for("home.mine"))


@blueprint.post("/drafts/autosave")
def autosave() -> ResponseReturnValue:
    """Keep a draft while it is written: `draft` in the address names it, its mark finds it the first time."""
    draft_id = min(request.args.get("draft", 0, type=int), LARGEST_ID)
    idea = queries.get_idea_by_id(draft_id, reader=me()) if draft_id else None
    form = IdeaForm(idea)
    if idea is None and form.says_nothing:
        return jsonify(saved=False)
    return keep(form, idea, then=_kept_by_itself, otherwise=_not_kept_by_itself)


@blueprint.post("/markdown-preview")
def preview() -> ResponseReturnValue:
    """Give a text as it will look."""
    return str(to_html(clean(request.form.get("text", ""))[:TEXT_MOST])), {"X-Fragment": "yes"}


Refused = Callable[[IdeaForm, Idea | None, StaleEdit | None], ResponseReturnValue]


def page(form: IdeaForm, idea: Idea | None, stale: StaleEdit | None = None) -> ResponseReturnValue:
    """The writing page: 422 with what is wrong, 409 with what somebody else wrote meanwhile."""
    text = form.text() if stale else None
    shown = render_template(
        "ideas/write.html",
        form=form,
        idea=idea,
        published=idea is not None and policy.is_published(idea),
        stale=stale,
        theirs=differences(stale.theirs, text.cleaned()) if stale and text else (),
    )
    return shown, 409 if stale else 422 if form.errors else 200


def keep(
    form: IdeaForm, idea: Idea | None, *, then: Callable[[Idea], ResponseReturnValue], otherwise: Refused = page
) -> ResponseReturnValue:
    """Keep what the form says and go on with the idea; what is wrong comes back in the form, nothing typed is lost."""
    if not form.validate():
        return otherwise(form, idea, None)
    try:
        kept = service.keep(form.text(), by=me(), idea=idea, version=form.version.data, form_mark=form.mark.data)
    except Invalid as refusal:
        form.refuse(refusal)
        return otherwise(form, idea, None)
    except StaleEdit as stale:
        form.version.data = stale.version
        return otherwise(form, stale.idea, stale)
    form.version.data = kept.version
    return then(kept)


def _kept_as_draft(idea: Idea) -> ResponseReturnValue:
    if not policy.is_published(idea):
        flash(_("The draft is saved. Only you see it."), "success")
    return redirect(idea.url)


def _changed(idea: Idea) -> ResponseReturnValue:
    flash(_("The idea was changed. The earlier version is kept."), "success")
    return redirect(idea.url)


def _kept_by_itself(idea: Idea) -> ResponseReturnValue:
    if policy.is_published(idea):
        raise RuleBroken(_("This idea has been posted; changes are saved with the button."))
    return jsonify(
        saved=True,
        version=idea.version,
        address=url_for("ideas.draft", idea_id=idea.id),
        autosave_url=url_for("ideas.autosave", draft=idea.id),
        fields={"version": idea.version},
    )


def _not_kept_by_itself(form: IdeaForm, _idea: Idea | None, stale: StaleEdit | None) -> ResponseReturnValue:
    if stale is None:
        told = {name or "": [str(error) for error in errors] for name, errors in form.errors.items()}
        return jsonify(errors=told), 422
    return jsonify(message=str(stale), version=stale.version, theirs=stale.theirs.as_dict()), 409
