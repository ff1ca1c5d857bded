"""The page of one idea: what everybody reads, and what only some do."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text as sql

from core.database import session
from ideas import attachments, conversation, events
from ideas import service as ideas
from ideas.models import CommentKind, Stage
from ideas.text import text_of
from notifications import service as notifications
from trials.models import TrialState
from voting import service as voting
from workflow.service import move


def test_the_page_answers_what_why_and_how_far(page: Any, make: Any) -> None:
    idea = make.idea(
        title="Numbers with an hour", problem="They wait **two** hours.", second_title="លេខមានម៉ោង", tags=("queues",)
    )

    answer = page.get("ideas.idea", idea, by=make.person())

    assert answer.title == "Numbers with an hour"
    assert answer.soup.select_one(".prose strong").get_text() == "two"
    assert answer.soup.find(lang="km", string="លេខមានម៉ោង")
    assert "This idea is a proposal." in str(answer.soup.select_one(".rail")["aria-label"])
    assert answer.links()["queues"] == "/ideas?tag=queues"


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=alert(1)>"]
)
def test_script_in_markdown_stays_text(page: Any, make: Any, text: str) -> None:
    idea = make.idea(title=text, problem=text, proposal=text, second_summary=text)
    make.comment(idea, text)

    main = page.get("ideas.idea", idea, by=make.person()).soup.main

    assert main.find("script") is None
    assert main.find("img") is None
    assert not [link for link in main.find_all("a") if str(link.get("href")).startswith("javascript")]


def test_a_draft_is_its_authors_own(page: Any, make: Any) -> None:
    author = make.person()
    draft = make.idea(stage=Stage.DRAFT, by=author)

    page.get("ideas.draft", by=author, values={"idea_id": draft.id})
    page.get("ideas.draft", by=make.lab_officer(), values={"idea_id": draft.id}, status=404)


def test_the_page_asks_at_most_twelve_times_with_everything_on_it(page: Any, make: Any) -> None:
    lab, author, other = make.lab_officer(), make.person(), make.person()
    asked, into = make.idea(by=other, tags=("one", "two")), make.idea(by=author, tags=("one", "two", "three"))
    ideas.ask_to_merge(asked, into=into, by=other, reason="The same queue.")
    move("reply", into, by=lab, details={"text": "Thank you."})
    move("decide", into, by=lab, details={"outcome": "try", "reason": "Do."})
    make.trial(into, state=TrialState.RUNNING)
    make.evaluated_trial(into)
    for _ in range(4):
        said = make.comment(into, kind=CommentKind.QUESTION)
        conversation.say(into, "Yes.", by=author, parent=said)
        voting.would_try(into, by=said.author, yes=True, shows_organisation=True)
    conversation.say(into, "For us.", by=lab, kind=CommentKind.INTERNAL)
    conversation.remove(make.comment(into), by=lab, reason="Twice the same.")
    notifications.follow(into.id, by=lab)

    for reader in (lab, author, other, make.person()):
        page.get("ideas.idea", into, by=reader, most_statements=12)


def test_the_lab_alone_sees_its_notes(page: Any, make: Any) -> None:
    idea, lab = make.idea(), make.lab_officer()
    note = conversation.say(idea, "Ask the budget office first.", by=lab, kind=CommentKind.INTERNAL)

    assert "Ask the budget office" in page.get("ideas.idea", idea, by=lab).text
    assert "Ask the budget office" not in page.get("ideas.idea", idea, by=make.person()).text
    page.get("ideas.comment", idea, by=make.person(), query={"parent": note.id}, status=404)


def test_only_authors_are_offered_to_change_the_idea(page: Any, make: Any) -> None:
    author = make.person()
    idea = make.idea(by=author)

    assert "Edit" in page.get("ideas.idea", idea, by=author).links()
    assert "Edit" not in page.get("ideas.idea", idea, by=make.person()).links()
    page.get("ideas.edit", idea, by=make.person(), status=403)


def test_a_closed_idea_says_why_and_where_it_went(page: Any, make: Any) -> None:
    lab, into = make.lab_officer(), make.idea(title="The other one")
    idea = make.idea()
    move("merge", idea, by=lab, details={"into": into, "reason": "The same."})

    answer = page.get("ideas.idea", idea, by=make.person())

    assert "Merged into another idea." in answer.text
    assert "The other one" in answer.links()


def test_imported_support_is_shown_apart(page: Any, make: Any) -> None:
    idea = make.idea()
    idea.imported_support_count, idea.source, idea.licence = 21, "Open dialogue", "CC0"
    session.flush()

    text = page.get("ideas.idea", idea, by=make.person()).text

    assert "21 supports counted elsewhere" in text
    assert "Taken over from Open dialogue." in text
    assert "Licence: CC0." in text


def test_an_unknown_number_is_not_found(page: Any, make: Any) -> None:
    answer = page.get("/ideas/2026-9999", by=make.person(), status=404)

    assert "There is no such idea." in answer.text


# ---- merging -----------------------------------------------------------------------------------


def test_two_authors_unite_their_ideas(page: Any, make: Any) -> None:
    asker, owner, fan = make.person(), make.person(), make.person()
    idea, into = make.idea(by=asker), make.idea(by=owner)
    voting.support(idea, by=fan)

    form = page.get("ideas.ask_merge", idea, by=asker)
    form.submit("Ask the authors", into=into.number, reason="One queue, two windows.", status=302)
    page.get("ideas.idea", into, by=owner).submit("Yes, unite them", status=302)

    assert (idea.stage, idea.merged_into) == (Stage.CLOSED, into)
    assert into.support_count == 1
    assert "agreed to the merge" in page.get("ideas.history", idea, by=fan).text


def test_an_author_may_keep_ideas_apart(page: Any, make: Any) -> None:
    asker, owner = make.person(), make.person()
    idea, into = make.idea(by=asker), make.idea(by=owner)
    ideas.ask_to_merge(idea, into=into, by=asker, reason="One queue.")

    page.get("ideas.idea", into, by=owner).submit("No, keep them apart", status=302)

    assert idea.stage is Stage.PROPOSAL
    assert idea.merge_wishes == []


def test_a_wish_to_merge_is_answered_by_the_other_author_alone(page: Any, make: Any) -> None:
    asker, owner = make.person(), make.person()
    idea, into = make.idea(by=asker), make.idea(by=owner)
    wish = ideas.ask_to_merge(idea, into=into, by=asker, reason="One queue.")
    where = {"request_id": wish.id}

    page.post("workflow.answer_merge", by=asker, values=where, data={"answer": "accept"}, status=403)
    page.post("workflow.answer_merge", by=owner, values=where, data={"answer": "perhaps"}, status=409)

    assert idea.stage is Stage.PROPOSAL


@pytest.mark.parametrize("number", ["2026-9999", "", "x", "itself"])
def test_a_merge_needs_another_idea(page: Any, make: Any, number: str) -> None:
    author = make.person()
    idea = make.idea(by=author)
    into = idea.number if number == "itself" else number

    answer = page.post("ideas.ask_merge", idea, by=author, data={"into": into, "reason": "Same."})

    assert answer.status == (409 if number == "itself" else 422)
    assert answer.soup.find("textarea", attrs={"name": "reason"}).get_text().strip() == "Same."


# ---- history and versions ----------------------------------------------------------------------


def changed(idea: Any, **words: str) -> None:
    said = text_of(idea)
    author = idea.authors[0]
    ideas.edit(idea, type(said)(**{**said.as_dict(), **words}), by=author, version=idea.version)


def test_the_history_tells_everything_and_that_it_is_whole(page: Any, make: Any) -> None:
    idea, lab = make.idea(stage=Stage.TRIAL), make.lab_officer()
    move("reply", idea, by=lab, details={"text": "Good."})

    answer = page.get("ideas.history", idea, by=make.person())

    assert "The idea was posted" in answer.text
    assert "Proposal → Trial" in answer.text
    assert "The record is whole" in answer.text


def test_the_history_says_when_somebody_touched_it(page: Any, make: Any) -> None:
    idea = make.idea()
    session.connection().exec_driver_sql(f"UPDATE event SET reason = 'another' WHERE idea_id = {idea.id}")

    answer = page.get("ideas.history", idea, by=make.person())

    assert "not as it was written" in answer.text


def test_the_history_is_whole_wherever_the_clock_of_the_database_stands(make: Any, database: str) -> None:
    idea = make.idea()
    session.commit()
    if database == "postgres":
        session.execute(sql("SET LOCAL TIME ZONE 'Asia/Phnom_Penh'"))

    event = events.history_of(idea)[-1]

    assert event.at.utcoffset() == timedelta(0)
    assert events.verify(idea.id) is None


def test_versions_are_compared_word_by_word(page: Any, make: Any) -> None:
    idea = make.idea(problem="People wait two hours.")
    changed(idea, problem="People wait three hours.")
    changed(idea, title="A better name")

    answer = page.get("ideas.compare", idea, by=make.person(), query={"from": "1", "to": "2"})

    assert answer.soup.select_one("del").get_text() != ""
    assert answer.all(".changes del") == ["removed: two"]
    assert answer.all(".changes ins") == ["added: three"]
    assert len(page.get("ideas.versions", idea, by=make.person()).all("tbody tr")) == 3


def test_khmer_is_compared_without_breaking_a_cluster(page: Any, make: Any) -> None:
    idea = make.idea(problem="ប្រជាជនរង់ចាំយូរ", language="km")
    changed(idea, problem="ប្រជាជនរង់ចាំខ្លី")

    answer = page.get("ideas.compare", idea, by=make.person())

    assert answer.all(".changes del") == ["removed: យូរ"]
    assert answer.all(".changes ins") == ["added: ខ្លី"]


@pytest.mark.parametrize("asked", [{"from": "0"}, {"to": "9"}, {"from": "x"}, {"to": "-1"}])
def test_a_version_that_is_not_there_is_not_compared(page: Any, make: Any, asked: dict[str, str]) -> None:
    answer = page.get("ideas.compare", make.idea(), by=make.person(), query=asked, status=404)

    assert "This idea has no version" in answer.text


def test_a_file_of_a_lab_note_is_the_labs(page: Any, make: Any, app: Any) -> None:
    idea, lab = make.idea(), make.lab_officer()
    note = conversation.say(idea, "See the budget.", by=lab, kind=CommentKind.INTERNAL)
    folder = app.extensions["settings"].upload_folder
    kept = attachments.attach(
        idea, by=lab, name="budget.pdf", content=b"%PDF-1.4 x", folder=folder, most=1000, comment=note
    )
    where = {"attachment_id": kept.id, "name": kept.name}

    page.get("ideas.attachment", by=lab, values=where)
    page.get("ideas.attachment", by=make.person(), values=where, status=404)
    assert "budget.pdf" not in page.get("ideas.idea", idea, by=make.person()).text
