"""What another source brought before: known again by id and words, and never mixed up."""

import pytest
from sqlalchemy import select

from core.database import session
from ideas.importing.rows import BadRow
from ideas.importing.service import Report, import_rows
from ideas.models import Comment, Idea
from tests.ideas.importing.test_service import comment_row, idea_row, the_idea

pytestmark = pytest.mark.usefixtures("app")


@pytest.mark.parametrize("facts", [{"title": "TICKETS!", "proposal": "Else."}, {"title": "Else"}])
def test_an_idea_another_source_brought_is_here_with_its_comments(facts: dict[str, str]) -> None:
    import_rows([idea_row(), comment_row("c-1", author="Chan")], source="dialogue")
    rows = [
        comment_row("c-1", idea_id="", parent_id="c-0"),
        comment_row("c-3", parent_id="c-1", body="New answer"),
        comment_row("c-4", idea_id="", parent_id="c-1", body="Another"),
        idea_row(**facts),
        comment_row("c-1"),
        comment_row("c-2", body="New"),
    ]

    first, second = import_rows(rows), import_rows(rows)

    assert first == Report(comments=3, already_here=3)
    assert second == Report(already_here=6)
    assert the_idea().comment_count == 4
    found = {each.external_id: each for each in session.scalars(select(Comment))}
    assert {key: each.parent.external_id if each.parent else None for key, each in found.items()} == {
        "c-1": None, "c-2": None, "c-3": "c-1", "c-4": "c-1"
    }  # fmt: skip


def test_an_idea_of_its_own_under_an_id_of_another_source_gets_its_own_comments() -> None:
    import_rows([idea_row(), comment_row("c-1")], source="dialogue")
    rows = [idea_row(title="Bus lanes", proposal="Paint them."), comment_row("c-1"), comment_row("c-2", body="Why?")]

    assert import_rows(rows) == Report(ideas=1, comments=2)
    assert import_rows(rows) == Report(already_here=3)
    assert session.scalars(select(Idea.comment_count).order_by(Idea.id)).all() == [1, 2]


def test_a_file_of_comments_alone_brings_none_twice_and_guesses_no_idea() -> None:
    import_rows([idea_row(), comment_row("c-1")], source="dialogue")

    report = import_rows([comment_row("c-1"), comment_row("c-2", body="New")])

    assert report == Report(already_here=1, bad=[BadRow(9, "There is no idea with the id a-1.")])
