"""Words and clusters of mixed text."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_index.analysis.english import stem
from search_index.analysis.fold import fold
from search_index.analysis.khmer_words import variants
from search_index.analysis.spelling import distance
from search_index.analysis.words import ANALYSER, Analyser, grams, needed_grams


def keys(text):
    return [token.key for token in ANALYSER.tokens(fold(text, as_typed=True))]


def test_an_unspaced_sentence_is_cut_into_words_and_numbers():
    assert keys("គ្រឹះនៃសេរីភាពក្នុងឆ្នាំ២០៣០") == ["គ្រឹះ", "នៃ", "សេរីភាព", "ក្នុង", "ឆ្នាំ", "2030"]


def test_khmer_and_english_stand_side_by_side():
    assert keys("អ្នកតំណាងUNDPប្រចាំ") == ["អ្នកតំណាង", "undp", "ប្រចាំ"]


@pytest.mark.parametrize(
    "forms",
    [
        ("organisation", "organizations", "Organisations"),
        ("behaviour", "behaviors"),
        ("policy", "policies"),
        ("citizen", "citizens", "citizen's", "citizens’"),
        ("programme", "program"),
        ("visiting", "visited", "visits"),
        ("café", "cafe"),
    ],
)
def test_forms_of_a_word_share_a_key(forms):
    assert len({tuple(keys(form)) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), [("police", "policy"), ("organisation", "organ"), ("hour", "hor")])
def test_different_words_keep_different_keys(one, other):
    assert stem(one) != stem(other)


def test_without_a_dictionary_khmer_is_left_to_its_clusters():
    tokens = list(Analyser(None).tokens("សេរីភាព 2030"))

    assert [token.key for token in tokens] == ["2030"]


def test_grams_are_clusters_and_their_pairs():
    assert grams("សេរីភាព") == ["សេ", "រី", "ភា", "ព", "សេរី", "រីភា", "ភាព"]
    assert needed_grams("សេរីភាព") == ("សេរី", "រីភា", "ភាព")
    assert needed_grams("ឱ្យ") == ("ឱ្យ",)


def test_a_word_with_another_accepted_spelling_is_asked_for_in_both():
    assert variants("ជំរុញ") == ("ជំរុញ", "ជម្រុញ")
    assert variants("ជម្រុញ") == ("ជម្រុញ", "ជំរុញ")
    assert variants("ឱ្យ") == ("ឱ្យ", "អោយ")
    assert variants("ការ") == ("ការ",)


def test_distance_counts_a_swap_of_neighbours_once():
    assert distance("goverment", "government") == 1
    assert distance("kitten", "sitting") == 3
    assert distance("form", "from") == 1
    assert distance("same", "same") == 0


@given(st.text() | st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17FF)))
def test_tokens_stand_in_the_text_one_after_the_other(text):
    typed = fold(text, as_typed=True)
    behind = 0
    for number, token in enumerate(ANALYSER.tokens(typed)):
        assert behind <= token.start < token.end <= len(typed)
        assert token.position == number
        behind = token.end


def test_search_works_where_icu_cannot_be_imported():
    program = (
        "import sys; sys.modules['icu4py'] = None; sys.modules['icu4py.breakers'] = None;"
        "from search_index.analysis.words import ANALYSER; print(ANALYSER.knows_khmer_words)"
    )

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "False"
