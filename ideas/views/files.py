"""Files beside ideas and comments: adding, sending and removing them."""

from flask import current_app, flash, redirect, render_template, send_file
from flask.typing import ResponseReturnValue

from accounts.session import me
from core.errors import DomainError, Invalid, NotAllowed, NotFound
from core.languages import gettext as _
from ideas import attachments, policy, queries
from ideas.forms import FileForm
from ideas.views.routes import blueprint


@blueprint.route("/ideas/<idea_number:number>/attachments", methods=["GET", "POST"])
def attach(number: str) -> ResponseReturnValue:
    """Put a file beside an idea."""
    idea = queries.get_idea(number, reader=me())
    if not policy.may_edit(me(), idea):
        raise NotAllowed(_("Only its authors add files to an idea."))
    form, status = FileForm(), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                settings, file = current_app.extensions["settings"], form.file.data
                folder, most = settings.upload_folder, settings.upload_limit
                attachments.attach(idea, by=me(), name=file.filename, content=file.read(), folder=folder, most=most)
                return redirect(idea.url)
            except DomainError as refusal:
                form.refuse(Invalid(refusal.message, field="file"))
                status = refusal.status
    return render_template("ideas/attach.html", form=form, idea=idea), status


@blueprint.get("/attachments/<int:attachment_id>/<string:name>")
def attachment(attachment_id: int, name: str) -> ResponseReturnValue:
    """Send a file: pictures to be looked at, everything else to be saved; neither can act in the page's name."""
    found = queries.get_attachment(attachment_id, reader=me())
    path = attachments.path_of(found, current_app.extensions["settings"].upload_folder)
    if not path.is_file():
        raise NotFound(_("This file is missing on our side. Please tell your administrator."))
    answer = send_file(
        path,
        mimetype=found.media_type,
        as_attachment=not found.is_image,
        download_name=found.name,
        etag=found.digest,
    )
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


@blueprint.post("/attachments/<int:attachment_id>/remove")
def detach(attachment_id: int) -> ResponseReturnValue:
    """Take a file away."""
    found = queries.get_attachment(attachment_id, reader=me())
    idea = queries.get_idea_by_id(found.idea_id, reader=me())
    attachments.detach(found, idea, by=me())
    flash(_("The file was removed."), "success")
    return redirect(idea.url)
