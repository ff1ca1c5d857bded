"""What is already here of the rows at hand, asked for in a few questions to the database."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select

from core.database import session
from core.errors import Invalid
from core.languages import gettext as _
from ideas.importing.rows import CommentRow, IdeaRow, Row
from ideas.models import Comment, Idea, IdeaVersion


class Here:
    """The ideas and comments of one source that a batch of rows names, by external id."""

    def __init__(self, source: str, rows: Sequence[Row]) -> None:
        idea_ids = {row.external_id for row in rows if isinstance(row, IdeaRow)}
        comments = [row for row in rows if isinstance(row, CommentRow)]
        idea_ids |= {row.idea_id for row in comments if row.idea_id}
        self._numbers: dict[str, str | None] = {}
        self._said: dict[str, tuple[str, str]] = {}
        self.ideas: dict[str, int] = {}
        for external_id, idea_id, number, title, text in session.execute(
            select(
                Idea.external_id, Idea.id, Idea.number, IdeaVersion.title, IdeaVersion.problem + IdeaVersion.proposal
            )
            .join(IdeaVersion, (IdeaVersion.idea_id == Idea.id) & (IdeaVersion.number == 1))
            .where(Idea.source == source, Idea.external_id.in_(idea_ids))
        ):
            self._remember(external_id or "", idea_id, number, title, text)
        self._comments = {comment.external_id or "": comment for comment in _comments(source, comments)}

    def add_idea(self, row: IdeaRow, idea: Idea) -> None:
        """Remember an idea that has just been saved."""
        self._remember(row.external_id, idea.id, idea.number, row.title, row.problem + row.proposal)

    def _remember(self, external_id: str, idea_id: int, number: str | None, title: str, text: str) -> None:
        self.ideas[external_id] = idea_id
        self._numbers[external_id] = number
        self._said[external_id] = (title, text)

    def compare(self, row: IdeaRow) -> None:
        """Invalid when the id stands for quite another idea: neither title nor text are those it came with."""
        title, text = self._said[row.external_id]
        if _words(title) != _words(row.title) and _words(text) != _words(row.problem + row.proposal):
            raise Invalid(
                _(
                    "The id %(id)s belongs to another idea, %(number)s “%(title)s”. If this file comes from another "
                    "system, give that a name with --source.",
                    id=row.external_id,
                    number=self._numbers[row.external_id],
                    title=title,
                )
            )

    def comment(self, external_id: str, about: CommentRow) -> Comment | None:
        """The comment with the id, where two ideas use the same one that of the row's idea."""
        return self._comments.get(_qualified(about.idea_id, external_id)) or self._comments.get(external_id)

    def free_comment_id(self, row: CommentRow, idea_id: int) -> str | None:
        """The id to save the comment under, None when it is here; one unique within its idea alone gets that id too."""
        for external_id in (row.external_id, _qualified(row.idea_id, row.external_id)):
            there = self._comments.get(external_id)
            if there is None:
                return external_id
            if there.idea_id == idea_id:
                return None
        return None

    def add_comment(self, comment: Comment) -> None:
        """Remember a comment that has just been saved."""
        self._comments[comment.external_id or ""] = comment


def _comments(source: str, rows: Iterable[CommentRow]) -> list[Comment]:
    wanted = {
        external_id
        for row in rows
        for own in (row.external_id, row.parent_id)
        for external_id in (own, _qualified(row.idea_id, own))
        if own
    }
    return list(session.scalars(select(Comment).where(Comment.source == source, Comment.external_id.in_(wanted))))


def _qualified(idea_id: str, external_id: str) -> str:
    return f"{idea_id}/{external_id}"


def _words(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())
