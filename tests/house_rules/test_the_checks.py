"""The checks every page goes through do find what they are there to find."""

import pytest
from bs4 import BeautifulSoup

from tests import markup, statements

FRAME = """<html lang="en"><head><title>Ideas · Kumnit</title></head>
<body><header></header><main><h1>Ideas</h1>{}</main></body></html>"""


def complaints(inside: str) -> list[str]:
    html = FRAME.format(inside)
    return markup.complaints(html, BeautifulSoup(html, "html.parser"))


def test_a_page_in_order_is_not_complained_about() -> None:
    assert complaints('<p id="a">Fine<br></p><label for="b">Name</label><input id="b" aria-describedby="a">') == []


@pytest.mark.parametrize(
    ("inside", "complaint"),
    [
        ("<h1>Again</h1>", "there are 2 h1"),
        ("<p><em>open</p>", "</p> inside <em>"),
        ("<div>", "inside <div>"),
        ('<p id="a"></p><p id="a"></p>', "the id 'a' is there 2 times"),
        ('<p class="a" class="b"></p>', "<p> has class twice"),
        ('<label for="gone">Name</label>', "points at nothing"),
        ("<input name='q'>", "<input name='q'> has no label"),
        ("<textarea name='q'></textarea>", "<textarea name='q'> has no label"),
        ("<a href='/x'><svg></svg></a>", "says nothing"),
        ("<img src='/x.png'>", "has no alt"),
        ("<form method='post' action='/x'></form>", "carries no CSRF token"),
        ("<form></form>", "has no action"),
        ("<p style='color: red'></p>", "<p> has style inline"),
        ("<button onclick='go()'>Go</button>", "<button> has onclick inline"),
        ("<script>go()</script>", "there is an inline <script>"),
        ("<p>%(num)s ideas</p>", "'%(num)s' was left in the text"),
        ("<p title='{{ name }}'></p>", "'{{' was left in the text"),
    ],
)
def test_a_page_out_of_order_is_complained_about(inside: str, complaint: str) -> None:
    assert complaint in "\n".join(complaints(inside))


def test_a_title_that_does_not_begin_with_the_heading_is_complained_about() -> None:
    html = FRAME.format("").replace("<title>Ideas", "<title>Kumnit")

    assert "does not begin with the h1" in "\n".join(markup.complaints(html, BeautifulSoup(html, "html.parser")))


def test_repeated_statements_are_told_the_most_frequent_first() -> None:
    recording = ["BEGIN", "SELECT a", "SELECT b", "SELECT a", "COMMIT"]

    assert len(statements.asked(recording)) == 3
    assert statements.repeats(recording).splitlines() == ["2 x SELECT a", "1 x SELECT b"]


def test_a_change_after_the_last_commit_is_told() -> None:
    assert statements.uncommitted(["INSERT 1", "COMMIT", "SELECT a"]) == []
    assert statements.uncommitted(["INSERT 1", "COMMIT", "UPDATE 2"]) == ["UPDATE 2"]
