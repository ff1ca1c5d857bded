"""Two texts against each other: what is shown leads from the one to the other, in a time a page can take."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.comparing import Change, compare

TEXTS = st.text(st.sampled_from("ab កខ្ិ\n"), max_size=60)


@given(TEXTS, TEXTS)
def test_the_changes_lead_from_the_earlier_text_to_the_later(earlier: str, later: str) -> None:
    changes = compare(earlier, later)

    assert "".join(change.text for change in changes if change.kind != "in") == earlier
    assert "".join(change.text for change in changes if change.kind != "out") == later
    assert all(one.kind != other.kind for one, other in pairwise(changes))


def test_a_word_changed_in_a_long_khmer_text_is_the_only_change() -> None:
    text = "ប្រជាជនរង់ចាំ" * 5_000

    changes = compare(f"{text}យូរ{text}", f"{text}ខ្លី{text}")

    assert changes == [Change("same", text), Change("out", "យូរ"), Change("in", "ខ្លី"), Change("same", text)]


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    ("earlier", "later"),
    [
        ("yes no " * 10_000, "no yes maybe " * 7_000),
        ("yes\n" * 20_000, "no\nyes\n" * 15_000),
        (" " * 90_000, "\n" * 90_000),
        ("រង់" * 30_000, "ចាំរង់" * 15_000),
    ],
)
def test_texts_that_repeat_themselves_take_no_minutes(earlier: str, later: str) -> None:
    assert {change.kind for change in compare(earlier, later)} >= {"out", "in"}
