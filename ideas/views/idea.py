"""The page of one idea."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import current_app, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.session import me
from core.panels import Panels, Place
from ideas import policy, queries
from ideas.events import latest_of
from ideas.forms import CommentForm
from ideas.history import told
from ideas.models import Attachment, Comment, Idea
from ideas.views.routes import blueprint

PLACES = (Place.IDEA_MAIN, Place.IDEA_TALK, Place.IDEA_ASIDE)
RECENT = 5
"""Events at the end of the page; the rest stands on the page of the history."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment and what was answered."""

    comment: Comment
    replies: Sequence[Comment]


@blueprint.get("/ideas/<idea_number:number>")
def idea(number: str) -> ResponseReturnValue:
    """Show an idea: what, why, how far; then the talk; then the history."""
    return render_template("ideas/idea.html", **parts(queries.get_idea(number, reader=me())))


def parts(shown: Idea) -> dict[str, object]:
    """All that the page shows of the idea."""
    reader = me()
    panels: Panels = current_app.extensions["panels"]
    filled = panels.fill_all(PLACES, [shown], reader)
    comments = queries.comments_of(shown, reader=reader)
    return {
        "idea": shown,
        "policy": policy,
        "panels": {place.value: by_idea[shown.id] for place, by_idea in filled.items()},
        "threads": threads_of(comments),
        "files": files_of(queries.attachments_of(shown), comments),
        "form": CommentForm(shown) if policy.may_comment(reader, shown) else None,
        "tag_url": lambda tag: url_for("ideas.listing", tag=tag),
        "events": [told(event) for event in latest_of(shown, RECENT)],
    }


def threads_of(comments: Sequence[Comment]) -> list[Thread]:
    """The comments as threads of one level, in the order they began."""
    replies: dict[int, list[Comment]] = {}
    for comment in comments:
        if comment.parent_id is not None:
            replies.setdefault(comment.parent_id, []).append(comment)
    return [Thread(each, replies.get(each.id, [])) for each in comments if each.parent_id is None]


def files_of(attachments: Sequence[Attachment], comments: Sequence[Comment]) -> dict[int | None, list[Attachment]]:
    """The files by the comment they stand beside, None for the idea's own; only those of comments that are shown."""
    shown = {None, *(comment.id for comment in comments if comment.removed_at is None)}
    found: dict[int | None, list[Attachment]] = {}
    for attachment in attachments:
        if attachment.comment_id in shown:
            found.setdefault(attachment.comment_id, []).append(attachment)
    return found
