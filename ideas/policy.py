"""Who may read, write and say what about an idea."""

from accounts.models import Person
from accounts.policy import is_lab_for, is_member
from ideas.models import Attachment, Comment, CommentKind, Idea, Stage


def is_author(person: Person | None, idea: Idea) -> bool:
    """Whether the person wrote the idea, alone or with others."""
    return person is not None and any(authorship.person_id == person.id for authorship in idea.authorships)


def is_published(idea: Idea) -> bool:
    """Whether the idea has been submitted: from then on every member reads it."""
    return idea.stage is not Stage.DRAFT


def may_read(person: Person | None, idea: Idea) -> bool:
    """Members read everything published; a draft is its authors' own."""
    return is_member(person) and (is_published(idea) or is_author(person, idea))


def may_edit(person: Person | None, idea: Idea) -> bool:
    """Authors edit; a closed idea rests."""
    return is_member(person) and is_author(person, idea) and idea.stage is not Stage.CLOSED


def may_comment(person: Person | None, idea: Idea) -> bool:
    """Members talk about everything published."""
    return is_member(person) and is_published(idea)


def may_reply_for_the_lab(person: Person | None, idea: Idea) -> bool:
    """The lab that looks after the idea's organisation answers for it."""
    return is_lab_for(person, idea.organisation)


def may_write(person: Person | None, idea: Idea, kind: CommentKind) -> bool:
    """Whether the person may leave a comment of this kind."""
    if kind in (CommentKind.OFFICIAL, CommentKind.INTERNAL):
        return is_published(idea) and may_reply_for_the_lab(person, idea)
    return may_comment(person, idea)


def may_read_comment(person: Person | None, comment: Comment) -> bool:
    """Notes within the lab are the lab's; everything else is read with the idea."""
    if comment.kind is CommentKind.INTERNAL:
        return may_reply_for_the_lab(person, comment.idea)
    return may_read(person, comment.idea)


def may_edit_comment(person: Person | None, comment: Comment) -> bool:
    """Whoever wrote it, while it stands."""
    return is_member(person) and person is not None and comment.author_id == person.id and comment.removed_at is None


def may_remove_comment(person: Person | None, comment: Comment) -> bool:
    """Whoever wrote it, or the lab."""
    return comment.removed_at is None and (
        may_edit_comment(person, comment) or may_reply_for_the_lab(person, comment.idea)
    )


def may_remove_file(person: Person | None, file: Attachment, idea: Idea) -> bool:
    """Whoever added it, the lab, and the idea's authors where it is the idea's own and not a colleague's comment's."""
    return is_member(person) and (
        (person is not None and file.added_by_id == person.id)
        or may_reply_for_the_lab(person, idea)
        or (file.comment_id is None and may_edit(person, idea))
    )
