"""The search page: what members may read is found in both languages, counted exactly, and nothing else is."""

import pytest

from core.database import session
from ideas import conversation
from ideas.models import CommentKind, Stage
from search_index import indexer
from workflow.service import move


@pytest.fixture
def reader(make):
    return make.person()


def _found(page, reader, words, **more):
    session.commit()
    indexer.drain()
    return page.get("search.search", by=reader, query={"q": words, **more})


def _ideas(answer):
    return [str(link["href"]) for link in answer.soup.select("main h2 a, main h3 a")]


def test_a_khmer_word_inside_an_unspaced_sentence_is_found(page, make, reader):
    idea = make.idea(title="សំបុត្រជួររង់ចាំតាមទូរស័ព្ទសម្រាប់អត្តសញ្ញាណប័ណ្ណ", language="km")

    answer = _found(page, reader, "ទូរស័ព្ទ")

    assert _ideas(answer) == [idea.url]
    assert "ទូរស័ព្ទ" in answer.all("mark")


@pytest.mark.parametrize("digits", ["2030", "២០៣០"])
def test_digits_of_either_script_find_each_other(page, make, reader, digits):
    make.idea(title="Plan 2030 for rice")
    make.idea(title="ផែនការ ២០៣០", language="km")

    assert len(_ideas(_found(page, reader, digits))) == 2


def test_talk_trials_and_evaluations_are_found_under_their_idea(page, make, reader):
    idea = make.idea(stage=Stage.EVALUATED, title="Tickets by phone")
    conversation.say(idea, "The rickshaw drivers liked it", by=reader)
    trial_words, verdict_words = "complaints", "sixty"

    for words, where in (("rickshaw", "talk"), (trial_words, "trial"), (verdict_words, "evaluation")):
        answer = _found(page, reader, words)
        assert _ideas(answer) == [idea.url]
        assert where in answer.text


def test_drafts_removed_words_and_notes_of_the_lab_are_never_found(page, make, reader):
    lab = make.lab_officer()
    make.idea(stage=Stage.DRAFT, title="Xylophone in the hall")
    idea = make.idea()
    conversation.say(idea, "zeppelin note", by=lab, kind=CommentKind.INTERNAL)
    removed = conversation.say(idea, "quagmire remark", by=reader)
    conversation.remove(removed, by=reader, reason="I was wrong.")

    for words in ("xylophone", "zeppelin", "quagmire"):
        for person in (reader, lab):
            assert "Nothing was found" in _found(page, person, words).text


def test_what_was_changed_is_found_by_its_new_words_alone(page, make, reader):
    author = make.person()
    idea = make.idea(by=author, title="Hovercraft for teachers")
    _found(page, reader, "hovercraft")

    page.get("ideas.edit", idea, by=author).submit(title="Bicycles for teachers")

    assert "Nothing was found" in _found(page, reader, "hovercraft").text
    assert _ideas(_found(page, reader, "bicycles")) == [idea.url]


def test_facets_narrow_and_keep_their_counts(page, make, reader):
    for stage in (Stage.PROPOSAL, Stage.PROPOSAL, Stage.EVALUATED):
        make.idea(stage=stage, title="Bridges for villages")

    everything = _found(page, reader, "bridges")
    narrowed = _found(page, reader, "bridges", stage="evaluated")

    assert len(_ideas(everything)) == 3
    assert len(_ideas(narrowed)) == 1
    assert any("Proposal 2" in label for label in narrowed.all(".facet label"))


def test_a_word_nobody_wrote_offers_the_nearest(page, make, reader):
    for _ in range(2):
        make.idea(title="Vaccination reminders by voice")

    assert "vaccination" in _found(page, reader, "vacination").all(".meant a")[0].lower()


@pytest.mark.parametrize(
    "words", ["", "   ", "\x00", '"', '"unbalanced', "-", "*", "a" * 10_000, "\u17d2", "OR AND NOT", "🦆", "%_'\\"]
)
def test_whatever_is_typed_the_page_answers(page, make, reader, words):
    make.idea()

    assert _found(page, reader, words).status == 200


@pytest.mark.parametrize("number", ["-1", "0", "two", "501", "99999999999"])
def test_a_page_that_cannot_be_is_refused_in_words(page, make, reader, number):
    make.idea()

    answer = page.get("search.search", by=reader, query={"page": number}, status=404)

    assert "page" in answer.text


def test_a_title_with_markup_is_shown_as_text(page, make, reader):
    idea = make.idea(title="<script>alert(1)</script> bridges")

    answer = _found(page, reader, "bridges")

    assert not [script for script in answer.soup.find_all("script") if "alert" in script.text]
    assert _ideas(answer) == [idea.url]


def test_similar_ideas_are_listed_while_writing(page, make, reader):
    make.idea(title="Queue tickets by phone for identity cards", problem="People queue before dawn for identity cards.")
    make.idea(title="Rice seed advice by voice", problem="Farmers ask which seed to sow.")
    session.commit()
    indexer.drain()

    answer = page.get("search.similar", by=reader, query={"q": "identity card queue before dawn"})

    assert answer.all("a")[0] == "Queue tickets by phone for identity cards"


def test_a_damaged_index_rests_and_comes_back_whole(app, page, make, reader):
    idea = make.idea(title="Bridges for villages")
    _found(page, reader, "bridges")
    for file in app.extensions["settings"].index_folder.rglob("*"):
        if file.is_file():
            file.write_bytes(b"damaged")

    resting = page.get("search.search", by=reader, query={"q": "bridges"}, status=503, most_statements=99)
    again = _found(page, reader, "bridges")

    assert "resting" in resting.text
    assert _ideas(again) == [idea.url]


def test_the_idea_page_stands_while_the_index_is_damaged(app, page, make, reader):
    idea = make.idea()
    page.get("ideas.idea", idea, by=reader)
    for file in app.extensions["settings"].index_folder.rglob("*"):
        if file.is_file():
            file.write_bytes(b"damaged")

    assert page.get("ideas.idea", idea, by=reader).title == idea.title


def test_rebuilding_finds_what_was_there(page, make, reader):
    idea = make.idea(title="Bridges for villages")
    address = idea.url
    move("reply", idea, by=make.lab_officer(), details={"text": "We know a carpenter."})
    session.commit()

    written = indexer.rebuild()

    assert written == 1
    assert _ideas(_found(page, session.merge(reader), "carpenter")) == [address]


def test_tags_and_numbers_find_an_idea_but_are_no_passage(page, make, reader):
    idea = make.idea(title="Bridges for villages", tags=("carpentry",))

    by_tag = _found(page, reader, "carpentry")

    assert _ideas(by_tag) == _ideas(_found(page, reader, idea.number)) == [idea.url]
    assert "carpentry" not in " ".join(by_tag.all(".passage"))


@pytest.mark.parametrize("name", ["endpoint", "_scheme", "_anchor", "_external", "_method"])
def test_only_what_the_page_asks_for_stands_in_its_addresses(page, make, reader, name):
    for number in range(21):
        make.idea(title=f"Queue tickets {number}")

    answer = _found(page, reader, "queue", **{name: "x"})

    [onward] = [link for link in answer.links().values() if "page=2" in link]
    assert onward.startswith("/search?")
    assert name not in onward


def test_removed_words_are_not_offered_either(page, make, reader):
    said = make.comment(body="Ask Zanzibarium about it.")
    before = _found(page, reader, "zanzibarum").all(".meant a")

    conversation.remove(said, by=said.author, reason="It names somebody.")

    assert "zanzibarium" in before[0].lower()
    assert _found(page, reader, "zanzibarum").all(".meant a") == []
