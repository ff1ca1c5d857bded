"""One spelling for what reads the same."""

import random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search_index.analysis.fold import fold, fold_with_places
from tests.search_index.samples import khmer_set
from tests.search_index.scrambling import scramble

KHMER_AND_MORE = st.text(
    st.characters(min_codepoint=0x1780, max_codepoint=0x17FF) | st.sampled_from("\u200b\u200c\ufeffaÉé ́1"), max_size=60
)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("ÉCOLE", "ecole"),
        ("ﬁne", "fine"),
        ("２０３０", "2030"),
        ("២០៣០", "2030"),
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("İzmir", "izmir"),
        ("so\u00adcial", "social"),
        ("ក្ដៅ", "ក្តៅ"),
        ("សេវា\u200bសាធារណៈ", "សេវាសាធារណៈ"),
        ("a\x00b", "a\x00b"),
        ("a\ud800b", "a b"),
    ],
)
def test_spellings_that_read_the_same_get_one_key(typed, key):
    assert fold(typed) == key


def test_subscripts_da_and_ta_stay_apart_for_a_dictionary():
    assert fold("ក្ដៅ", as_typed=True) != fold("ក្តៅ", as_typed=True)


@given(st.text() | KHMER_AND_MORE)
@example("\u1780\u0300\u17cb\u17b6\u17b6")
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text() | KHMER_AND_MORE)
def test_every_folded_letter_knows_where_it_comes_from(text):
    folded = fold_with_places(text)

    assert folded.text == fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))
    assert folded.starts == sorted(folded.starts)


@given(st.sampled_from(sorted(khmer_set().texts.values())), st.integers(0, 10**6))
def test_a_scrambled_text_gets_the_same_keys(text, seed):
    assert fold(scramble(text, random.Random(seed))) == fold(text)
