"""The talk about an idea: saying, answering, changing and removing."""

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.session import me
from core.errors import DomainError, Invalid, NotAllowed, NotFound
from core.languages import gettext as _
from ideas import attachments, conversation, policy, queries
from ideas.forms import CommentForm, EditCommentForm, RemovalForm
from ideas.models import Comment, CommentKind, Idea
from ideas.views.routes import blueprint


@blueprint.route("/ideas/<idea_number:number>/comments", methods=["GET", "POST"])
def comment(number: str) -> ResponseReturnValue:
    """Say something about an idea, or answer what was said."""
    idea = queries.get_idea(number, reader=me())
    if not policy.may_comment(me(), idea):
        raise NotAllowed(_("You may not comment here."))
    parent = _parent(request.values.get("parent"))
    form = CommentForm(idea, parent)
    if not form.is_submitted():
        return _page(form, idea, parent, 200)
    if not form.validate():
        return _page(form, idea, parent, 422)
    try:
        said = _say(form, idea, parent)
    except DomainError as refusal:
        return _refused(form, idea, parent, refusal)
    return redirect(_place(said))


def _say(form: CommentForm, idea: Idea, parent: Comment | None) -> Comment:
    kind = CommentKind(form.kind.data)
    said = conversation.say(idea, form.body.data, by=me(), kind=kind, parent=parent, form_mark=form.mark.data)
    already = {attachment.comment_id for attachment in queries.attachments_of(idea)} if form.files.data else set()
    settings = current_app.extensions["settings"]
    for file in form.files.data if said.id not in already else ():
        attachments.attach(
            idea,
            by=me(),
            name=file.filename,
            content=file.read(),
            folder=settings.upload_folder,
            most=settings.upload_limit,
            comment=said,
        )
    return said


def _refused(form: CommentForm, idea: Idea, parent: Comment | None, refusal: DomainError) -> ResponseReturnValue:
    # A comment that can no longer be answered becomes one of its own, if its writer likes.
    form.refuse(refusal if isinstance(refusal, Invalid) else Invalid(refusal.message))
    gone = parent is not None and (parent.removed_at is not None or parent.parent_id is not None)
    if gone:
        form.parent.data = ""
    return _page(form, idea, None if gone else parent, refusal.status)


def _page(form: CommentForm, idea: Idea, parent: Comment | None, status: int) -> ResponseReturnValue:
    return render_template("ideas/comment.html", form=form, idea=idea, parent=parent), status


def _parent(sent: str | None) -> Comment | None:
    if not sent:
        return None
    if not (sent.isascii() and sent.isdigit() and len(sent) < 10):
        raise NotFound(_("There is no such comment."))
    return queries.get_comment(int(sent), reader=me())


@blueprint.route("/comments/<int:comment_id>/edit", methods=["GET", "POST"])
def edit_comment(comment_id: int) -> ResponseReturnValue:
    """Change what one said."""
    said = queries.get_comment(comment_id, reader=me())
    if not policy.may_edit_comment(me(), said):
        raise NotAllowed(_("Only whoever wrote a comment changes it, while it stands."))
    form = EditCommentForm(data={"body": said.body, "version": said.version})
    status = 422 if form.is_submitted() else 200
    if form.validate_on_submit():
        try:
            conversation.change(said, form.body.data, by=me(), version=form.version.data or 0)
            return redirect(_place(said))
        except DomainError as refusal:
            form.refuse(refusal if isinstance(refusal, Invalid) else Invalid(refusal.message))
            form.version.data, status = said.version, refusal.status
    return render_template("ideas/edit_comment.html", form=form, comment=said, idea=said.idea), status


@blueprint.route("/comments/<int:comment_id>/remove", methods=["GET", "POST"])
def remove_comment(comment_id: int) -> ResponseReturnValue:
    """Take a comment away; what stays is the reason."""
    said = queries.get_comment(comment_id, reader=me())
    if said.removed_at is not None:
        return redirect(_place(said))
    if not policy.may_remove_comment(me(), said):
        raise NotAllowed(_("A comment is removed by whoever wrote it, or by the lab."))
    form = RemovalForm()
    if not form.validate_on_submit():
        page = render_template("ideas/remove_comment.html", form=form, comment=said, idea=said.idea)
        return page, 422 if form.is_submitted() else 200
    conversation.remove(said, by=me(), reason=form.reason.data)
    flash(_("The comment was removed."), "success")
    return redirect(_place(said))


def _place(said: Comment) -> str:
    return url_for("ideas.idea", number=said.idea.number, _anchor=f"comment-{said.id}")
