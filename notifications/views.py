"""The inbox, and following an idea."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.session import me
from core.addresses import local_path
from core.errors import NotFound
from core.languages import gettext as _
from core.pagination import LARGEST_ID, read_where
from notifications import queries, service
from notifications.subjects import subjects

blueprint = Blueprint("notifications", __name__)


@blueprint.get("/inbox")
def inbox() -> ResponseReturnValue:
    """What one has been told, newest first."""
    page = queries.notices_of(me(), where=read_where(request.args.get))
    lines = subjects().lines([notice.event_id for notice in page.items], me())
    return render_template("notifications/inbox.html", page=page, lines=lines)


@blueprint.post("/inbox/read")
def mark_read() -> ResponseReturnValue:
    """Mark everything shown as read."""
    up_to = request.form.get("up_to", 0, type=int)
    service.mark_read(me(), up_to=min(max(up_to, 0), LARGEST_ID))
    return redirect(url_for("notifications.inbox"))


@blueprint.post("/follow/<int:idea_id>")
def follow(idea_id: int) -> ResponseReturnValue:
    """Follow an idea, or no longer."""
    if not subjects().may_follow(idea_id, me()):
        raise NotFound(_("There is no such idea."))
    if request.form.get("wish") == "follow":
        service.follow(idea_id, by=me())
        flash(_("You follow this idea now and will be told what happens."), "success")
    else:
        service.unfollow(idea_id, by=me())
        flash(_("You no longer follow this idea."), "success")
    return redirect(local_path(request.form.get("back")) or url_for("home.home"))
