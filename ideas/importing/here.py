"""What is already here of the rows at hand, asked for in a few questions to the database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from core.database import session
from core.errors import Invalid
from core.languages import gettext as _
from ideas.importing.rows import CommentRow, IdeaRow, Row
from ideas.models import Comment, Idea, IdeaVersion


@dataclass(frozen=True, slots=True)
class _Known:
    """An idea that is here, with what it said when it came."""

    id: int
    number: str | None
    title: str
    text: str

    def says(self, row: IdeaRow) -> bool:
        """Whether title or text are those of the row."""
        same_text = bool(_words(self.text)) and _words(self.text) == _words(row.problem + row.proposal)
        return same_text or _words(self.title) == _words(row.title)


class Systems:
    """The source of a file, the others there are, and which ideas of the file came from one of those before."""

    def __init__(self, source: str) -> None:
        self.source = source
        # Named one by one, they let the database find external ids by its index, which begins with the source.
        found = session.scalars(select(Idea.source).where(Idea.source.is_not(None)).distinct())
        self.all = sorted({source, *(name for name in found if name)})
        self.same: dict[str, int] = {}


class Here:
    """The ideas and comments a batch of rows names, by external id: those of the file's source, and others' beside."""

    def __init__(self, systems: Systems, rows: Sequence[Row]) -> None:
        comments = [row for row in rows if isinstance(row, CommentRow)]
        idea_ids = {row.external_id for row in rows if isinstance(row, IdeaRow)}
        idea_ids |= {row.idea_id for row in comments if row.idea_id}
        self._systems = systems
        self._own: dict[str, _Known] = {}
        self._elsewhere: dict[str, list[_Known]] = {}
        for source, external_id, idea_id, number, title, text in session.execute(
            select(
                Idea.source,
                Idea.external_id,
                Idea.id,
                Idea.number,
                IdeaVersion.title,
                IdeaVersion.problem + IdeaVersion.proposal,
            )
            .join(IdeaVersion, (IdeaVersion.idea_id == Idea.id) & (IdeaVersion.number == 1))
            .where(Idea.source.in_(systems.all), Idea.external_id.in_(idea_ids))
            .order_by(Idea.id)
        ):
            known = _Known(idea_id, number, title, text)
            if source == systems.source:
                self._own[external_id or ""] = known
            else:
                self._elsewhere.setdefault(external_id or "", []).append(known)
        self._comments: dict[str, Comment] = {}
        self._others: dict[str, list[Comment]] = {}
        for comment in _comments(systems.all, comments):
            if comment.source == systems.source:
                self._comments[comment.external_id or ""] = comment
            else:
                self._others.setdefault(comment.external_id or "", []).append(comment)

    def idea(self, external_id: str) -> int | None:
        """The idea comments mean by the id."""
        own = self._own.get(external_id)
        return self._systems.same.get(external_id) or (own.id if own else None)

    def add_idea(self, row: IdeaRow, idea: Idea) -> None:
        """Remember an idea that has just been saved."""
        self._own[row.external_id] = _Known(idea.id, idea.number, row.title, row.problem + row.proposal)

    def has(self, row: IdeaRow) -> bool:
        """Whether the idea is here, from whichever system; Invalid when its id stands for quite another of its own."""
        own = self._own.get(row.external_id)
        if own and own.says(row):
            return True
        same = next((known for known in self._elsewhere.get(row.external_id, ()) if known.says(row)), None)
        if same:
            self._systems.same[row.external_id] = same.id
            return True
        if own:
            raise Invalid(
                _(
                    "The id %(id)s belongs to another idea, %(number)s “%(title)s”. If this file comes from another "
                    "system, give that a name with --source.",
                    id=row.external_id,
                    number=own.number,
                    title=own.title,
                )
            )
        return False

    def has_elsewhere(self, row: CommentRow) -> bool:
        """Whether another system brought the comment: the same words under the same ids."""
        ideas = {known.id for known in self._elsewhere.get(row.idea_id, ())}
        ideas |= set() if row.idea_id else set(self._systems.same.values())
        if same := self.idea(row.idea_id):
            ideas = {same}
        return any(
            comment.idea_id in ideas and _words(comment.body) == _words(row.body)
            for external_id in (row.external_id, _qualified(row.idea_id, row.external_id))
            for comment in self._others.get(external_id, ())
        )

    def comment(self, external_id: str, about: CommentRow) -> Comment | None:
        """The comment with the id, where two ideas use the same one that of the row's idea."""
        ids = (_qualified(about.idea_id, external_id), external_id)
        own = next((self._comments[each] for each in ids if each in self._comments), None)
        idea_id = self.idea(about.idea_id)
        ideas = {idea_id} if idea_id else set(self._systems.same.values())
        others = (comment for each in ids for comment in self._others.get(each, ()))
        return own or next((comment for comment in others if comment.idea_id in ideas), None)

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


def _comments(sources: Sequence[str], rows: Iterable[CommentRow]) -> list[Comment]:
    wanted = {
        external_id
        for row in rows
        for own in (row.external_id, row.parent_id)
        for external_id in (own, _qualified(row.idea_id, own))
        if own
    }
    return list(
        session.scalars(
            select(Comment).where(Comment.source.in_(sources), Comment.external_id.in_(wanted)).order_by(Comment.id)
        )
    )


def _qualified(idea_id: str, external_id: str) -> str:
    return f"{idea_id}/{external_id}"


def _words(text: str) -> str:
    return "".join(each for each in text.casefold() if each.isalnum())
