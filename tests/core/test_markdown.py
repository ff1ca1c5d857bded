"""Markdown comes out safe, whatever went in, and plain prose the same by the short way."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from core.text import markdown


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[press](javascript:alert(1))",
        "[press](data:text/html;base64,PHNjcmlwdD4=)",
        '<img src=x onerror="alert(1)">',
        "![picture](https://elsewhere.example/track.png)",
        "<svg/onload=alert(1)>",
        "<a href='x' onclick='alert(1)'>x</a>",
        "`<script>`",
        "<iframe src=//elsewhere.example></iframe>",
        "[x](<javascript:alert(1)>)",
        "| a |\n|---|\n| <script>alert(1)</script> |",
    ],
)
def test_nothing_active_survives(typed):
    shown = BeautifulSoup(markdown.to_html(typed), "html.parser")

    assert shown.find(["script", "img", "svg", "iframe", "object", "style", "form"]) is None
    assert all(not name.startswith("on") for tag in shown.find_all() for name in tag.attrs)
    assert all(not str(a.get("href", "")).lower().startswith(("javascript", "data")) for a in shown.find_all("a"))


def test_marks_lists_tables_and_khmer_are_kept():
    shown = markdown.to_html("**ខ្មែរ**\n\n- មួយ\n- ពីរ\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n[x](https://gov.kh)")

    assert "<strong>ខ្មែរ</strong>" in shown
    assert shown.count("<li>") == 2
    assert "<td>1</td>" in shown
    assert 'rel="nofollow noopener noreferrer"' in shown


def test_headings_stand_below_those_of_the_page():
    assert "<h3>Big</h3>" in markdown.to_html("# Big")


PROSE = st.text(
    st.characters(codec="utf-8", exclude_characters="\r\x00", exclude_categories=["Cs", "Cc"])
    | st.sampled_from("\n \"'.,-")
)


@given(PROSE)
def test_the_short_way_gives_what_the_parser_gives(text):
    short = BeautifulSoup(markdown.to_html(text), "html.parser")
    whole = BeautifulSoup(markdown._render(text), "html.parser")

    assert _blocks(short) == _blocks(whole)


def _blocks(page):
    return [(tag.name, tag.get_text().split()) for tag in page.find_all(["p", "li", "h3", "pre"])]


def test_plain_gives_the_words_alone():
    assert markdown.plain("**Ask** the [next](https://gov.kh) room & wait < 2 hours").split() == (
        ["Ask", "the", "next", "room", "&", "wait", "<", "2", "hours"]
    )


def test_plain_gives_what_was_typed_and_not_what_it_could_mean():
    assert markdown.plain("Write &amp;lt; for <").strip() == "Write &lt; for <"
