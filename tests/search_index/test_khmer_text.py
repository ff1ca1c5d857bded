"""Khmer letters as every feature sees them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.khmer import clusters, is_khmer, reorder, to_arabic_digits, to_khmer_digits

KHMER = st.text(st.characters(min_codepoint=0x1780, max_codepoint=0x17FF), max_size=40)


def test_a_text_with_one_khmer_letter_is_khmer():
    assert is_khmer("Form ក")
    assert not is_khmer("Form 2030 ២០៣០ ។")


def test_digits_go_both_ways():
    assert to_arabic_digits("ឆ្នាំ២០៣០") == "ឆ្នាំ2030"
    assert to_khmer_digits("2030") == "២០៣០"


def test_a_cluster_is_a_letter_with_everything_that_hangs_on_it():
    assert clusters("ស្ត្រីខ្មែរ A") == ["ស្ត្រី", "ខ្មែ", "រ", " ", "A"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ស្រ្តី", "ស្ត្រី"),
        ("កា្រ", "ក្រា"),
        ("កំុ", "កុំ"),
        ("ធ្វេីឱ្យ", "ធ្វើឱ្យ"),
        ("កេា", "កោ"),
        ("ឲ្យ", "ឱ្យ"),
        ("ញុាំ", "ញ៉ាំ"),
        ("សុី", "ស៊ី"),
        ("ក\u200b្រុង", "ក្រុង"),
        ("កាា", "កា"),
    ],
)
def test_what_looks_the_same_is_written_the_same(typed, meant):
    assert reorder(typed) == meant


@given(st.text() | KHMER)
def test_clusters_joined_are_the_text(text):
    assert "".join(clusters(text)) == text


@given(KHMER)
def test_reordering_twice_changes_nothing(text):
    assert reorder(reorder(text)) == reorder(text)
