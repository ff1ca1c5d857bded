"""Passages with the words found marked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.khmer import clusters
from search_index.query_reader import read_query
from search_index.snippets import mark, snippet
from tests.search_index.samples import khmer_set

TEXTS = st.text() | st.sampled_from(sorted(khmer_set().texts.values())) | st.text("ក្រាំស្ត្ដី\u200b a.", max_size=400)
QUERIES = st.sampled_from(["ក", "ស្ត្រី", "សិទ្ធិមនុស្ស", "a*", '"ក្រ" a', "2030", "", "ជំរុញ"]) | st.text(max_size=10)


def marked(pieces):
    return [piece.text for piece in pieces if piece.marked]


def text_of(pieces):
    return "".join(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        ("The Organisations and an organization", "organizations", ["Organisations", "organization"]),
        ("Café, or cafes", "CAFE", ["Café", "cafes"]),
        ("ឆ្នាំ២០៣០", "2030", ["២០៣០"]),
        ("by 2030.", "២០៣០", ["2030"]),
        ("ធ្វើឱ្យក្ដៅក្រហាយដល់", "ក្តៅក្រហាយ", ["ក្ដៅក្រហាយ"]),
        ("ស្រ្តីនិងបុរស", "ស្ត្រី", ["ស្រ្តី"]),
        ("សេវា\u200bសាធារណៈ", "សេវាសាធារណៈ", ["សេវា", "សាធារណៈ"]),
        ("ការជម្រុញការងារ", "ជំរុញ", ["ជម្រុញ"]),
        ("governor, government", "gov*", ["governor", "government"]),
        ("the land office", '"land office"', ["land", "office"]),
        ("ប្រព័ន្ធអេឡិចត្រូនិច", "អេឡិចត្រូនិក", ["អេឡិចត្រូនិ"]),
        ("IT for all", "it", ["IT"]),
        ("nothing here", "land", []),
    ],
)
def test_what_was_found_is_marked_as_it_was_written(text, query, words):
    assert marked(mark(text, read_query(query))) == words


def test_no_part_of_a_cluster_is_marked():
    assert marked(mark("ក្រុម", read_query("ក"))) == []


def test_the_best_passage_has_the_most_different_words():
    text = "land " * 30 + "x " * 200 + "the land office sells a fence" + " y" * 200

    best = snippet(text, read_query("land office fence"))

    assert marked(best.pieces) == ["land", "office", "fence"]
    assert best.words == 3
    assert best.cut_before
    assert best.cut_after


def test_a_short_text_is_shown_whole():
    best = snippet("The land office.", read_query("office"))

    assert text_of(best.pieces) == "The land office."
    assert (best.cut_before, best.cut_after) == (False, False)


def test_a_text_without_the_words_is_shown_from_its_beginning():
    best = snippet("first " + "word " * 100, read_query("absent"))

    assert text_of(best.pieces).startswith("first word")
    assert (best.words, best.cut_before, best.cut_after) == (0, False, True)


@given(TEXTS, QUERIES)
def test_marking_loses_no_character(text, query):
    assert text_of(mark(text, read_query(query))) == text


@given(TEXTS, QUERIES, st.integers(20, 300))
def test_a_passage_is_a_stretch_of_the_text_that_cuts_no_cluster(text, query, length):
    best = snippet(text, read_query(query), length=length)
    passage = text_of(best.pieces)

    assert passage in text
    assert len(passage) <= length + max(map(len, clusters(text)), default=0)
    assert all(piece.text for piece in best.pieces)
    borders = {0}
    for cluster in clusters(text):
        borders.add(max(borders) + len(cluster))
    starts = {at for at in borders if text.startswith(passage, at) and at + len(passage) in borders}
    assert starts
