"""From what a person typed to a plan."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.analysis.words import Analyser
from search_index.query_plan import Field
from search_index.query_reader import LONGEST_QUERY, MOST_WORDS, read_query


def spelt(text, **options):
    return [word.spellings[0] for word in read_query(text, **options).words]


def test_words_of_both_languages_are_asked_for():
    assert spelt("Digital សេវាសាធារណៈ ២០៣០") == ["digital", "សេវា", "សាធារណៈ", "2030"]


def test_a_question_asks_for_what_it_is_about():
    assert spelt("How can citizens see where their tax goes?") == ["citizens", "see", "tax", "goes"]


def test_words_that_say_little_are_asked_for_when_there_are_no_others():
    plan = read_query("IT")

    assert [way.field for way in plan.words[0].alternatives] == [Field.FORMS]


def test_a_khmer_word_may_be_there_as_a_word_or_as_its_clusters():
    word = read_query("សេរីភាព").words[0]

    assert [(way.field, way.terms) for way in word.alternatives] == [
        (Field.WORDS, ("សេរីភាព",)),
        (Field.GRAMS, ("សេរី", "រីភា", "ភាព")),
    ]


def test_without_a_dictionary_a_khmer_run_is_one_word():
    assert spelt("សេវាសាធារណៈ", analyser=Analyser(None)) == ["សេវាសាធារណៈ"]


def test_quotes_make_a_phrase_and_a_minus_leaves_out():
    plan = read_query('wait “land office” -court -"by letter"')

    assert spelt("wait") == ["wait"]
    assert [word.spellings[0] for word in plan.phrases[0].words] == ["land", "office"]
    assert plan.phrases[0].sequences[0].distances == (0, 1)
    assert [len(phrase.words) for phrase in plan.without] == [1, 1]


def test_a_minus_inside_a_word_is_a_hyphen():
    plan = read_query("e-government")

    assert plan.without == ()
    assert [way.terms for way in plan.words[0].alternatives] == [("egovern",), ("e", "govern")]


def test_a_star_asks_for_any_ending():
    assert read_query("govern*").words[0].prefixes == ("govern",)
    assert read_query("land govern", unfinished=True).words[1].prefixes == ("govern",)
    assert read_query("land govern ", unfinished=True).words[1].prefixes == ()


def test_less_and_less_is_asked_for():
    steps = list(read_query("land title queue number letter").steps())

    assert [step.needed for step in steps] == [5, 5, 4, 3, 2, 1]
    assert steps[0].complete
    assert not steps[-1].complete


def test_a_misspelt_khmer_word_may_lack_some_of_its_clusters():
    steps = list(read_query("អេឡិចត្រូនិក", analyser=Analyser(None)).steps())

    assert (len(steps[1].words), steps[1].needed) == (5, 4)


def test_a_quote_without_its_partner_is_overlooked():
    assert spelt('"land title') == ["land", "title"]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_nothing_typed_asks_for_everything(text):
    assert read_query(text).empty
    assert not read_query(text).hopeless


@pytest.mark.parametrize("text", ["?!", '"', '""', "-", "*", "។ៗ", "\x00", "\ud800", "😀"])
def test_something_without_a_word_asks_for_nothing(text):
    assert read_query(text).hopeless or not text.strip("\x00 ")


@pytest.mark.parametrize("piece", ["x", "ក", "word ", '"', "-", "ក្", "\u200b", "-a "])
def test_a_huge_query_is_read_quickly(piece):
    started = time.perf_counter()

    plan = read_query(piece * 10_000)

    assert len(plan.words) <= MOST_WORDS < LONGEST_QUERY
    assert time.perf_counter() - started < 1


@given(st.text(), st.booleans())
def test_any_text_can_be_read(text, unfinished):
    plan = read_query(text, unfinished=unfinished)

    assert all(0 < step.needed <= len(step.words) for step in plan.steps())
