"""Writing an idea: posting, drafts that save themselves, edits, two people at once, and all that can be sent wrong."""

from typing import Any

import pytest

from core.database import session
from ideas import service as ideas
from ideas.models import Author, Idea, IdeaVersion, Stage
from ideas.text import IdeaText, text_of

WORDS = {
    "mark": "a-mark-of-this-form",
    "title": "Numbers with an hour",
    "problem": "They wait two hours.",
    "proposal": "Give an hour with the number.",
    "gain": "An hour and a half.",
    "language": "en",
    "province": "08",
    "tags": "Queues, #identity cards, queues",
}
URLENCODED = "application/x-www-form-urlencoded"
PARTS = (
    b"--x\r\nContent-Disposition: form-data; name=title\r\n\r\nHalf \xed\xa0\x80\r\n"
    b"--x\r\nContent-Disposition: form-data; name=language\r\n\r\nen\r\n"
    b"--x\r\nContent-Disposition: form-data; name=csrf_token\r\n\r\n%s\r\n--x--\r\n"
)


def form(author: Any, **words: Any) -> dict[str, Any]:
    return {**WORDS, "organisation_id": str(author.organisation_id), **words}


def all_ideas() -> list[Idea]:
    return session.query(Idea).order_by(Idea.id).all()


# ---- posting -----------------------------------------------------------------------------------


def test_the_page_asks_three_questions_and_knows_where_its_writer_works(page: Any, make: Any) -> None:
    author = make.person(province="08")

    answer = page.get("ideas.new", by=author)

    assert [len(answer.soup.select(f"[name={name}]")) for name in ("title", "problem", "proposal", "gain")] == [1] * 4
    assert answer.soup.select_one("#organisation_id option[selected]")["value"] == str(author.organisation_id)
    assert answer.soup.select_one("#province option[selected]")["value"] == "08"


def test_posting_makes_a_proposal_with_a_number(page: Any, make: Any) -> None:
    author = make.person()

    answer = page.post("workflow.post_new", by=author, data=form(author), status=302)
    [idea] = all_ideas()

    assert idea.stage is Stage.PROPOSAL
    assert idea.tags == ["queues", "identity cards"]
    assert answer.location == f"/ideas/{idea.number}"
    assert "Your idea is posted" in answer.follow().message


def test_a_double_press_makes_one_idea(page: Any, make: Any) -> None:
    author = make.person()

    answers = [page.post("workflow.post_new", by=author, data=form(author), status=302) for _ in range(2)]

    assert len(all_ideas()) == 1
    assert answers[0].location == answers[1].location


def test_what_is_missing_stands_beside_its_field_and_the_text_is_kept_as_a_draft(page: Any, make: Any) -> None:
    author = make.person()

    answer = page.post("workflow.post_new", by=author, data=form(author, problem="", organisation_id=""), status=422)
    [draft] = all_ideas()

    assert [tag["id"] for tag in answer.soup.select(".field-error")] == ["problem-error", "organisation_id-error"]
    assert answer.soup.find("textarea", id="proposal").get_text().strip() == WORDS["proposal"]
    assert (draft.stage, draft.title) == (Stage.DRAFT, WORDS["title"])
    assert answer.soup.select_one("form#idea-form")["action"] == f"/drafts/{draft.id}"


def test_a_draft_is_completed_and_posted(page: Any, make: Any) -> None:
    author = make.person()
    page.post("workflow.post_new", by=author, data=form(author, problem=""), status=422)
    [draft] = all_ideas()

    shown = page.get("ideas.draft", by=author, values={"idea_id": draft.id})
    version = shown.soup.find("input", attrs={"name": "version"})["value"]
    page.post("workflow.post_draft", by=author, values={"idea_id": draft.id}, data=form(author, version=version))

    assert draft.stage is Stage.PROPOSAL
    assert draft.problem == WORDS["problem"]


def test_posting_again_with_other_words_loses_neither_text(page: Any, make: Any) -> None:
    author = make.person()
    page.post("workflow.post_new", by=author, data=form(author), status=302)

    answer = page.post("workflow.post_new", by=author, data=form(author, gain="Two hours."), status=409)

    assert all_ideas()[0].gain == WORDS["gain"]
    assert answer.soup.find("textarea", id="gain").get_text().strip() == "Two hours."
    assert answer.soup.select_one("form#idea-form")["action"] == f"/ideas/{all_ideas()[0].number}/edit"


# ---- drafts ------------------------------------------------------------------------------------


def test_a_draft_is_kept_with_nothing_but_a_thought(page: Any, make: Any) -> None:
    author = make.person()

    page.get("ideas.new", by=author).submit("Save as draft", title="A thought", status=302).follow()

    assert [(idea.stage, idea.title) for idea in all_ideas()] == [(Stage.DRAFT, "A thought")]


def test_a_draft_saves_itself_and_tells_where_it_lies(page: Any, make: Any) -> None:
    author = make.person()

    first = page.post("ideas.autosave", by=author, data=form(author, title="Num"), status=200).json
    again = form(author, version=first["fields"]["version"])
    second = page.post(first["autosave_url"], by=author, data=again, status=200).json

    assert [idea.title for idea in all_ideas()] == [WORDS["title"]]
    assert first["address"] == f"/drafts/{all_ideas()[0].id}"
    assert second["version"] > first["version"]


def test_an_empty_form_leaves_no_draft(page: Any, make: Any) -> None:
    answer = page.post("ideas.autosave", by=make.person(), data={"mark": "a-mark-of-this-form", "language": "en"})

    assert answer.json == {"saved": False}
    assert all_ideas() == []


def test_a_draft_open_in_two_windows_is_not_overwritten(page: Any, make: Any) -> None:
    author = make.person()
    first = page.post("ideas.autosave", by=author, data=form(author)).json
    page.post(first["autosave_url"], by=author, data=form(author, title="In one window", version=first["version"]))

    late = form(author, title="In the other", version=first["version"])
    answer = page.post(first["autosave_url"], by=author, data=late, status=409)

    assert answer.json["theirs"]["title"] == "In one window"
    assert all_ideas()[0].title == "In one window"


def test_a_draft_that_cannot_be_saved_says_which_field(page: Any, make: Any) -> None:
    author = make.person()

    answer = page.post("ideas.autosave", by=author, data=form(author, title="x" * 201), status=422)

    assert list(answer.json["errors"]) == ["title"]


def test_a_posted_idea_does_not_change_by_itself(page: Any, make: Any) -> None:
    author = make.person()
    idea = make.idea(by=author)
    where = page.path("ideas.autosave", values={"draft": idea.id})

    page.post(
        where, by=author, data=form(author, version=idea.version), headers={"Accept": "application/json"}, status=409
    )

    assert idea.title != WORDS["title"]


def test_nobody_saves_into_the_draft_of_another(page: Any, make: Any) -> None:
    draft, stranger = make.idea(stage=Stage.DRAFT), make.person()
    where = page.path("ideas.autosave", values={"draft": draft.id})

    page.post(where, by=stranger, data=form(stranger), status=404)
    page.post("ideas.discard", by=stranger, values={"idea_id": draft.id}, status=404)


def test_a_draft_is_thrown_away_after_one_question(page: Any, make: Any) -> None:
    author = make.person()
    draft = make.idea(stage=Stage.DRAFT, by=author, tags=("one",))

    page.get("ideas.draft", by=author, values={"idea_id": draft.id}).submit("Throw it away", status=302)

    assert all_ideas() == []


def test_a_posted_idea_cannot_be_thrown_away(page: Any, make: Any) -> None:
    idea = make.idea()

    answer = page.post("ideas.discard", by=idea.authors[0], values={"idea_id": idea.id}, status=409)

    assert "its history stays" in answer.text


def test_a_posted_draft_leads_to_its_idea(page: Any, make: Any) -> None:
    idea = make.idea()

    answer = page.get("ideas.draft", by=idea.authors[0], values={"idea_id": idea.id}, status=302)

    assert answer.location == idea.url


# ---- editing -----------------------------------------------------------------------------------


def test_an_edit_keeps_the_version_before(page: Any, make: Any) -> None:
    idea = make.idea(problem="As it was.")

    page.get("ideas.edit", idea, by=idea.authors[0]).submit("Save the changes", problem="As it is.", status=302)

    assert [version.problem for version in session.query(IdeaVersion).order_by(IdeaVersion.number)] == [
        "As it was.",
        "As it is.",
    ]


def test_saving_without_a_change_makes_no_version(page: Any, make: Any) -> None:
    idea = make.idea()

    page.get("ideas.edit", idea, by=idea.authors[0]).submit("Save the changes", status=302)

    assert session.query(IdeaVersion).count() == 1


def test_the_second_of_two_editors_sees_both_texts_and_loses_nothing(page: Any, make: Any) -> None:
    first, second = make.person(), make.person()
    idea = make.idea(by=first, proposal="Ask the next room.")
    session.add(Author(idea=idea, person=second))
    session.flush()
    mine = page.get("ideas.edit", idea, by=second)
    page.get("ideas.edit", idea, by=first).submit("Save the changes", proposal="Ask the next house.", status=302)

    answer = mine.submit("Save the changes", proposal="Ask the whole street.", status=409)

    assert "house" in " ".join(answer.all(".two-texts del"))
    assert "street" in " ".join(answer.all(".two-texts ins"))
    assert idea.proposal == "Ask the next house."
    answer.submit("Save the changes", status=302)
    assert idea.proposal == "Ask the whole street."
    assert session.query(IdeaVersion).count() == 3


@pytest.mark.parametrize("field", ["title", "problem", "proposal", "organisation_id"])
def test_a_posted_idea_keeps_what_it_needed_to_be_posted(page: Any, make: Any, field: str) -> None:
    idea = make.idea()
    said = text_of(idea)

    answer = page.get("ideas.edit", idea, by=idea.authors[0]).submit("Save the changes", status=422, **{field: ""})

    assert answer.soup.find(id=f"{field}-error")
    assert text_of(idea) == said


def test_a_closed_idea_rests(page: Any, make: Any) -> None:
    from workflow.service import move

    idea = make.idea()
    author = idea.authors[0]
    move("withdraw", idea, by=author, details={"reason": "Done already."})

    page.get("ideas.edit", idea, by=author, status=403)


def test_a_number_is_never_given_twice(page: Any, make: Any) -> None:
    numbers = [make.idea().number for _ in range(3)]

    assert len(set(numbers)) == 3
    assert [number.partition("-")[2] for number in numbers] == ["0001", "0002", "0003"]


# ---- bad input ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("megabytes", "status"), [(3, 422), (13, 413)])
def test_a_body_of_megabytes_is_refused_in_words(page: Any, make: Any, megabytes: int, status: int) -> None:
    author, text = make.person(), "x" * 1_000_000 * megabytes

    answer = page.post("ideas.new", by=author, data=form(author, problem=text), status=status)

    assert "at most 100000 can be kept" in answer.text or "more than can be sent at once" in answer.text
    assert status == 413 or answer.soup.find(id="problem").get_text().strip() == text
    assert all_ideas() == []


def test_bytes_that_are_no_text_are_refused(page: Any, make: Any) -> None:
    page.post("ideas.new", by=make.person(), body=b"title=\xff\xfe", content_type=URLENCODED, status=400)


@pytest.mark.parametrize(
    ("field", "length"), [("title", 50_000), ("problem", 200_000), ("second_title", 201), ("second_summary", 100_001)]
)
def test_a_text_too_long_is_named_and_kept(page: Any, make: Any, field: str, length: int) -> None:
    author = make.person()

    answer = page.post("ideas.new", by=author, data=form(author, **{field: "x" * length}), status=422)
    control = answer.soup.find(id=field)

    assert answer.soup.find(id=f"{field}-error")
    assert len(control.get("value") or control.get_text().strip()) == length


@pytest.mark.parametrize(
    ("field", "value"),
    [("language", "fr"), ("organisation_id", "999999"), ("organisation_id", "x"), ("province", "Atlantis")],
)
def test_what_is_not_in_the_list_is_refused_beside_its_field(page: Any, make: Any, field: str, value: str) -> None:
    author = make.person()

    answer = page.post("ideas.new", by=author, data=form(author, **{field: value}), status=422)

    assert "Choose one of the list" in answer.soup.find(id=f"{field}-error").get_text()
    assert answer.soup.find(id="title")["value"] == WORDS["title"]


def test_too_many_tags_are_refused_and_kept(page: Any, make: Any) -> None:
    author = make.person()
    many = ", ".join(f"tag{number}" for number in range(11))

    answer = page.post("ideas.new", by=author, data=form(author, tags=many), status=422)

    assert "at most 10 tags" in answer.message
    assert answer.soup.find(id="tags")["value"] == many


def test_nul_bytes_are_left_out(page: Any, make: Any) -> None:
    author = make.person()

    page.post("ideas.new", by=author, data=form(author, title="Num\x00bers", problem="a\x00b\x07c"), status=302)

    assert [(idea.title, idea.problem) for idea in all_ideas()] == [("Numbers", "abc")]


@pytest.mark.parametrize(
    ("content_type", "line", "kept"),
    [
        (URLENCODED, b"language=en&title=Half+%%ED%%A0%%80&csrf_token=%s", "Half %ED%A0%80"),
        ("multipart/form-data; boundary=x", PARTS, "Half \ufffd\ufffd\ufffd"),
    ],
)
def test_half_a_character_becomes_visible(page: Any, make: Any, content_type: str, line: bytes, kept: str) -> None:
    author = make.person()
    body = line % token(page, author).encode()

    page.post("ideas.new", by=author, body=body, content_type=content_type, status=302)

    assert [idea.title for idea in all_ideas()] == [kept]


def test_half_a_character_within_python_is_replaced_too(make: Any) -> None:
    idea = ideas.draft(IdeaText(title="Half \ud800", problem="\udfff"), by=make.person())

    assert (idea.title, idea.problem) == ("Half \ufffd", "\ufffd")


def token(page: Any, author: Any) -> str:
    return str(page.get("ideas.new", by=author).soup.find("input", attrs={"name": "csrf_token"})["value"])


@pytest.mark.parametrize("mark", ["", "x", "é" * 10, "x" * 5000])
def test_a_mark_that_is_none_of_ours_is_replaced(page: Any, make: Any, mark: str) -> None:
    author = make.person()

    for _ in range(2):
        page.post("ideas.new", by=author, data=form(author, mark=mark), status=302)

    assert len({idea.form_mark for idea in all_ideas()}) == 2


def test_the_mark_of_another_persons_form_opens_nothing(page: Any, make: Any) -> None:
    author, stranger = make.person(), make.person()
    page.post("ideas.new", by=author, data=form(author, title="Mine"), status=302)

    answer = page.post("ideas.new", by=stranger, data=form(stranger, title="Theirs"))

    assert answer.status in (302, 409)
    assert all_ideas()[0].title == "Mine"
    assert all(idea.title != "Theirs" or stranger in idea.authors for idea in all_ideas())


@pytest.mark.parametrize("version", ["-1", "x", "99999999999999"])
def test_a_version_that_cannot_be_is_a_stale_one(page: Any, make: Any, version: str) -> None:
    idea = make.idea()
    author = idea.authors[0]

    page.post("ideas.edit", idea, by=author, data=form(author, version=version), status=409)


def test_the_preview_is_as_safe_as_the_page(page: Any, make: Any) -> None:
    answer = page.post("ideas.preview", by=make.person(), data={"text": "**Bold** <script>x</script>"}, status=200)

    assert answer.html.strip() == "<p><strong>Bold</strong> &lt;script&gt;x&lt;/script&gt;</p>"


def test_keeping_the_same_words_twice_changes_nothing(make: Any) -> None:
    author = make.person()
    idea = make.idea(by=author)
    before = idea.version

    ideas.keep(ideas.text_of(idea), by=author, idea=idea, version=1)

    assert idea.version == before
