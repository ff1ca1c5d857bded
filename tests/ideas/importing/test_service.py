"""What an import leaves behind: ideas, comments, people, counts and a history, and nothing more the second time."""

# ruff: noqa: E501 - rows of samples read better unbroken

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import OrganisationKind, Person, PersonStatus
from accounts.service import add_organisation
from core.database import session
from ideas import events
from ideas.importing.reading import understand
from ideas.importing.rows import BadRow, CommentRow, IdeaRow
from ideas.importing.service import Report, import_rows
from ideas.models import Comment, Idea, IdeaVersion, Stage

pytestmark = pytest.mark.usefixtures("app")

DATA = Path(__file__).parent / "data"
DAY = datetime(2009, 5, 20, tzinfo=UTC)


def idea_row(line: int = 2, external_id: str = "a-1", **facts: object) -> IdeaRow:
    return IdeaRow(
        **{"line": line, "external_id": external_id, "title": "Tickets", "proposal": "Number them.", **facts}
    )  # type: ignore[arg-type]


def comment_row(external_id: str, **facts: object) -> CommentRow:
    usual = {"line": 9, "idea_id": "a-1", "parent_id": "", "body": "Yes"}
    return CommentRow(external_id=external_id, **{**usual, **facts})  # type: ignore[arg-type]


def the_idea() -> Idea:
    return session.scalars(select(Idea)).one()


def counts() -> tuple[int, ...]:
    return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Idea, Comment, Person))


def test_an_imported_idea_is_a_proposal_with_all_it_came_with() -> None:
    report = import_rows(
        [idea_row(problem="People wait.", gain="Calm.", author="Sok Dara", submitted_at=DAY, supports=21, category="Queues",
                  tags=("paper", "Queues"), url="https://x.org/1", licence="CC BY", language="en", province="Kandal",
                  details={"status": "open"})]
    )  # fmt: skip

    idea = the_idea()
    assert report == Report(ideas=1)
    assert (idea.stage, idea.number, idea.submitted_at) == (Stage.PROPOSAL, "2009-0001", DAY)
    assert (idea.title, idea.problem, idea.proposal, idea.gain) == ("Tickets", "People wait.", "Number them.", "Calm.")
    assert (idea.source, idea.external_id, idea.source_url, idea.licence) == (
        "import",
        "a-1",
        "https://x.org/1",
        "CC BY",
    )
    assert idea.tags == ["queues", "paper"]
    assert idea.place is not None
    assert idea.place.name_en == "Kandal"
    assert idea.reply_due_on is None


def test_imported_supports_are_kept_apart_from_peoples_own() -> None:
    import_rows([idea_row(supports=21)])

    idea = the_idea()
    assert (idea.support_count, idea.imported_support_count, idea.support_total) == (0, 21, 21)


def test_the_history_begins_with_the_import() -> None:
    import_rows([idea_row(details={"status": "open"}, submitted_at=DAY)])

    (event,) = events.history_of(the_idea())
    assert (event.kind, event.target, event.actor_id) == ("imported", "proposal", None)
    assert event.data["details"] == {"status": "open"}
    assert event.data["submitted_at"] == "2009-05-20T00:00:00+00:00"
    assert events.verify(the_idea().id) is None
    assert session.scalars(select(IdeaVersion.title)).all() == ["Tickets"]


def test_the_same_author_is_the_same_person_without_an_account() -> None:
    rows = [idea_row(author="Sok"), idea_row(external_id="a-2", author="Sok"), comment_row("c-1", author="Sok")]
    import_rows(rows)
    import_rows([idea_row(external_id="b-1", author="Sok")], source="another system")

    people = session.scalars(select(Person).order_by(Person.id)).all()
    assert [(each.name_en, each.status, each.email, each.source) for each in people] == [
        ("Sok", PersonStatus.IMPORTED, None, "import"), ("Sok", PersonStatus.IMPORTED, None, "another system")
    ]  # fmt: skip


def test_an_idea_without_an_author_or_a_date_is_taken() -> None:
    import_rows([idea_row()])

    assert the_idea().authors == []
    assert the_idea().submitted_at is not None


def test_a_second_import_adds_nothing() -> None:
    rows = [idea_row(author="Sok"), comment_row("c-1", author="Chan"), comment_row("c-2", parent_id="c-1")]
    import_rows(rows)
    before = counts()

    report = import_rows(rows)

    assert report == Report(already_here=3)
    assert counts() == before
    assert the_idea().comment_count == 2


def test_an_idea_changed_here_is_still_known_by_its_id() -> None:
    import_rows([idea_row()])
    idea = the_idea()
    idea.title, idea.proposal = "Quite another title", "Quite another text"
    session.flush()

    assert import_rows([idea_row()]) == Report(already_here=1)


def test_an_id_of_another_system_is_not_taken_for_the_same_idea() -> None:
    import_rows([idea_row(external_id="7")])
    other = idea_row(line=5, external_id="7", title="Bus lanes", proposal="Paint them.")

    refused = import_rows([other])
    taken = import_rows([other], source="city")

    (bad,) = refused.bad
    assert bad.line == 5
    assert bad.reason.startswith("The id 7 belongs to another idea")
    assert taken == Report(ideas=1)


def test_a_row_that_fails_costs_only_itself() -> None:
    too_long = idea_row(line=3, external_id="a-2", proposal="x" * 200_000, author="Gone")

    report = import_rows([idea_row(), too_long, BadRow(4, "It has no title."), idea_row(5, "a-3", author="Gone")])

    assert report.ideas == 2
    assert [bad.line for bad in report.bad] == [3, 4]
    assert session.scalars(select(Idea.external_id).order_by(Idea.id)).all() == ["a-1", "a-3"]
    assert session.scalars(select(Person.name_en)).all() == ["Gone"]


def test_the_same_title_with_another_text_and_the_same_text_in_another_category_are_kept() -> None:
    rows = [idea_row(), idea_row(3, "a-2", proposal="Another text."), idea_row(4, "a-3", category="Water")]

    assert import_rows(rows).ideas == 3


def test_comments_find_their_idea_in_any_order_and_in_a_later_file() -> None:
    import_rows([comment_row("c-1"), idea_row(submitted_at=DAY)])
    import_rows([comment_row("c-2", submitted_at=DAY.replace(day=22))])

    first, second = session.scalars(select(Comment).order_by(Comment.id))
    assert first.idea == second.idea == the_idea()
    assert (first.created_at, second.created_at) == (DAY, DAY.replace(day=22))
    assert the_idea().comment_count == 2
    assert [event.kind for event in events.history_of(the_idea())] == ["imported"] * 3
    assert events.verify(the_idea().id) is None


def test_answers_go_one_level_deep_whatever_their_order() -> None:
    import_rows(
        [idea_row(), comment_row("c-3", parent_id="c-2"), comment_row("c-2", parent_id="c-1", idea_id=""), comment_row("c-1"),
         comment_row("c-4", parent_id="gone")]
    )  # fmt: skip

    found = {each.external_id: each for each in session.scalars(select(Comment))}
    assert {key: each.parent.external_id if each.parent else None for key, each in found.items()} == {
        "c-1": None, "c-2": "c-1", "c-3": "c-1", "c-4": None
    }  # fmt: skip


def test_a_comment_whose_idea_is_not_there_is_named() -> None:
    report = import_rows([comment_row("c-1", idea_id="nowhere", line=7)])

    assert report.bad == [BadRow(7, "There is no idea with the id nowhere.")]
    assert counts() == (0, 0, 0)


def test_comment_ids_may_be_unique_within_an_idea_only() -> None:
    rows = [idea_row(), idea_row(3, "a-2"), comment_row("1"), comment_row("1", idea_id="a-2", body="Another")]

    assert import_rows(rows) == Report(ideas=2, comments=2)
    assert import_rows(rows) == Report(already_here=4)


def test_an_idea_goes_to_the_organisation_it_names_or_to_the_one_given() -> None:
    ministry, lab = (
        add_organisation(code=code, name_km=code, name_en=name, kind=OrganisationKind.MINISTRY)
        for code, name in (("MOH", "Ministry of Health"), ("LAB", "Lab"))
    )

    import_rows(
        [
            idea_row(organisation="moh"),
            idea_row(3, "a-2", organisation="ministry of health"),
            idea_row(4, "a-3", organisation="?"),
        ],
        organisation=lab,
    )

    found = session.scalars(select(Idea).order_by(Idea.id)).all()
    assert [each.organisation for each in found] == [ministry, ministry, lab]
    assert [each.ministry_id for each in found] == [ministry.id, ministry.id, lab.id]


def test_the_same_ideas_in_four_shapes_are_imported_once(tmp_path: Path) -> None:
    files = sorted(path for path in DATA.iterdir() if path.suffix in (".csv", ".jsonl"))
    reports = [import_rows(understand(path).rows()) for path in files]

    told = {json.loads(line)["id"] for line in (DATA / "ideas.jsonl").read_text(encoding="utf-8").splitlines()}
    assert sum(report.ideas for report in reports) == len(told) == counts()[0]
    assert all(report.bad == [] for report in reports)


def test_what_was_saved_before_a_stop_stays(app: Flask) -> None:
    batches: list[int] = []

    import_rows((idea_row(line, f"a-{line}") for line in range(450)), after_batch=lambda: batches.append(counts()[0]))

    assert batches == [200, 400, 450, 450]
