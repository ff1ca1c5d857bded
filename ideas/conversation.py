"""The talk about an idea: saying, changing and taking back."""

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from accounts.models import Person
from core import clock
from core.database import hold, session
from core.errors import Invalid, NotAllowed, RuleBroken
from core.languages import gettext as _
from core.text.clean import clean, language_of
from ideas import events, policy
from ideas.models import Comment, CommentKind, Idea
from notifications.queries import followers_of
from notifications.service import tell

COMMENT_MOST = 20_000
"""Characters in a comment."""

EVENT_KINDS = {CommentKind.COMMENT: "commented", CommentKind.QUESTION: "asked", CommentKind.OFFER: "offered"}
"""What the history says of each kind. Official replies are told by the workflow; the lab's notes are told to nobody."""


def say(
    idea: Idea,
    body: str,
    *,
    by: Person,
    kind: CommentKind = CommentKind.COMMENT,
    parent: Comment | None = None,
    form_mark: str | None = None,
) -> Comment:
    """Leave a comment or answer one; the same form sent twice leaves one."""
    if not policy.may_write(by, idea, kind):
        raise NotAllowed(_("You may not write this kind of comment here."))
    if said := _made_by_form(form_mark, by):
        return said
    if parent is not None:
        _may_answer(idea, parent, kind)
    text = _readable(body)
    comment = Comment(
        idea=idea,
        author=by,
        parent=parent,
        kind=kind,
        body=text,
        language=language_of(text),
        form_mark=form_mark or None,
        created_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(comment)
            session.flush()
    except IntegrityError:
        # The other of two presses was a moment quicker.
        if said := _made_by_form(form_mark, by):
            return said
        raise
    _count(idea, comment, +1)
    if kind in EVENT_KINDS:
        _announce(comment, by)
    return comment


def change(comment: Comment, body: str, *, by: Person, version: int) -> None:
    """Change what one said. `version` is the one the writer read."""
    if not policy.may_edit_comment(by, comment):
        raise NotAllowed(_("Only whoever wrote a comment changes it, while it stands."))
    text = _readable(body)
    hold(comment)
    if text == comment.body:
        return
    if version != comment.version:
        raise RuleBroken(
            _("This comment was changed in another window meanwhile. Look at it again before you change it.")
        )
    comment.body, comment.language, comment.edited_at = text, language_of(text), clock.now()
    session.flush()
    if comment.kind is not CommentKind.INTERNAL:
        events.record(comment.idea, "comment-edited", by=by, data={"comment": comment.id})


def remove(comment: Comment, *, by: Person, reason: str) -> None:
    """Take a comment away; a tombstone with the reason stays. Removing it twice changes nothing."""
    if comment.removed_at is not None:
        return
    if not policy.may_remove_comment(by, comment):
        raise NotAllowed(_("A comment is removed by whoever wrote it, or by the lab."))
    reason = clean(reason).strip()
    if not reason:
        raise Invalid(_("Say why: the reason stays where the comment was."), field="reason")
    comment.removed_at, comment.removed_by, comment.removed_reason = clock.now(), by, reason
    session.flush()
    _count(comment.idea, comment, -1)
    if comment.kind is not CommentKind.INTERNAL:
        events.record(comment.idea, "comment-removed", by=by, reason=reason, data={"comment": comment.id})


def _announce(comment: Comment, by: Person) -> None:
    """Record it, and tell the authors (a question at once), whoever is answered, and those who follow."""
    idea, question = comment.idea, comment.kind is CommentKind.QUESTION
    event = events.record(idea, EVENT_KINDS[comment.kind], by=by, data={"comment": comment.id})
    tell([each.person_id for each in idea.authorships], event_id=event.id, but=by, urgent=question)
    if comment.parent is not None and comment.parent.author_id is not None:
        tell([comment.parent.author_id], event_id=event.id, but=by, urgent=question)
    tell(followers_of(idea.id), event_id=event.id, but=by)


def _made_by_form(mark: str | None, by: Person) -> Comment | None:
    if not mark:
        return None
    return session.scalar(select(Comment).where(Comment.form_mark == mark, Comment.author_id == by.id))


def _readable(body: str) -> str:
    text = clean(body).strip()
    if not text:
        raise Invalid(_("Write something first."), field="body")
    if len(text) > COMMENT_MOST:
        raise Invalid(
            _(
                "A comment has at most %(most)s characters; this one has %(length)s.",
                most=COMMENT_MOST,
                length=len(text),
            ),
            field="body",
        )
    return text


def _may_answer(idea: Idea, parent: Comment, kind: CommentKind) -> None:
    if parent.idea_id != idea.id:
        raise Invalid(_("The comment you answer belongs to another idea."))
    if parent.removed_at is not None:
        raise RuleBroken(
            _("The comment you answer was removed meanwhile. Your text is kept: post it as a comment of its own.")
        )
    if parent.parent_id is not None:
        raise RuleBroken(_("Answers go one level deep: answer the comment above instead."))
    if (parent.kind is CommentKind.INTERNAL) != (kind is CommentKind.INTERNAL):
        raise RuleBroken(_("Notes within the lab are answered within the lab."))


def _count(idea: Idea, comment: Comment, change: int) -> None:
    if comment.kind is not CommentKind.INTERNAL:
        # In one statement, so that two comments at once are both counted, and without touching the idea's version.
        session.execute(update(Idea).where(Idea.id == idea.id).values(comment_count=Idea.comment_count + change))
        session.refresh(idea, ["comment_count"])
