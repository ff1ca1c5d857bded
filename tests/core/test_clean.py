"""Cleaning loses nothing a reader could see."""

import pytest

from core.text.clean import clean, language_of, one_line


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\x00b", "ab"),
        ("a\ud800b", "a\ufffdb"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a\x1b[31mb", "a[31mb"),
        ("ក្រុង\u200bភ្នំពេញ", "ក្រុង\u200bភ្នំពេញ"),
        ("\tindented", "\tindented"),
    ],
)
def test_only_what_cannot_be_seen_or_kept_is_taken_out(typed, kept):
    assert clean(typed) == kept


def test_one_line_is_one_line():
    assert one_line("  a\n\n b\tc ") == "a b c"


@pytest.mark.parametrize(
    ("text", "language"), [("គំនិតថ្មី ID", "km"), ("A new idea គំនិត", "en"), ("", "en"), ("2026", "en")]
)
def test_the_language_of_a_text_is_that_of_most_of_its_letters(text, language):
    assert language_of(text) == language
