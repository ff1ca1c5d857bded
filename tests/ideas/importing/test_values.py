"""Dates, counts, tags, HTML and names of columns, the way exports write them."""

# ruff: noqa: E501 - tables of samples read better with several in a line

from datetime import UTC, datetime

import pytest

from core.errors import Invalid
from ideas.importing.columns import meaning_of
from ideas.importing.dates import DayOrder, read_date
from ideas.importing.fields import language_of, read_author, read_external_id, read_tags
from ideas.importing.html_text import plain_line, plain_text
from ideas.importing.numbers import read_count
from ideas.importing.text import mend_misread, shorten, tidy

DAY = datetime(2009, 5, 20, tzinfo=UTC)
AFTERNOON = DAY.replace(hour=15, minute=7)


@pytest.mark.parametrize(
    "text",
    ["2009-05-20", "2009-05-20 00:00:00", "2009/05/20", "20090520", "39953", "39953.0", "20/05/2009", "20.05.2009",
     "20-05-2009", "20/5/09", "20 May 2009", "20-May-09", "20/May/09", "May 20, 2009", "May 20th 2009", "20th of May 2009",
     "Wednesday, May 20, 2009", "20 mai 2009", "20 de mayo de 2009", "20. Mai 2009", "២០/០៥/២០០៩", "២០ ឧសភា ២០០៩",
     "ថ្ងៃទី២០ ខែឧសភា ឆ្នាំ២០០៩", "២០០៩-០៥-២០", "2009-05-20T07:00:00+07:00", "1242777600", "1242777600000"],
)  # fmt: skip
def test_a_day_is_read_in_every_style(text: str) -> None:
    assert read_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    ["20/May/09 3:07 PM", "2009-05-20T15:07:00Z", "2009-05-20 15:07:00 UTC", "2009-05-20 15:07:00 +0000",
     "2009-05-20T22:07:00.000+07:00", "2009-05-20 11:07:00 -0400", "5/20/2009 3:07:00 PM", "20.05.2009 15:07",
     "20/05/2009, 15:07", "Wed, 20 May 2009 15:07:00 GMT", "Wed May 20 15:07:00 UTC 2009", "20090520150700",
     "Wed May 20 2009 22:07:00 GMT+0700 (Indochina Time)", "May 20, 2009 3:07 p.m.", "May 20, 2009 at 3:07pm",
     "1242832020", "1242832020000", "1242832020.0", "39953.6298611", "20 mai 2009 à 15h07", "២០ ឧសភា ២០០៩ ម៉ោង ១៥:០៧",
     "20090520T150700Z", "2009-05-20T15:07:00+00:00[UTC]"],
)  # fmt: skip
def test_a_moment_is_read_in_every_style(text: str) -> None:
    assert read_date(text) == AFTERNOON


@pytest.mark.parametrize("text", ["", " ", "N/A", "null", "-", r"\N", "0000-00-00 00:00:00", "None", "0"])
def test_no_date_is_none(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text", ["soon", "31/31/2009", "2009-13-40", "30 February 2009", "99999999999999", "20/05", "May", "1492"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_date(text)


@pytest.mark.parametrize(
    ("column", "month_first"),
    [
        (["01/02/2020", "13/02/2020"], False),
        (["01/02/2020", "02/13/2020"], True),
        (["05/06/2020 1:00 PM", "05/07/2020 2:00 PM", "05/08/2020 3:00 AM"], True),
        (["05/06/2020", "06/06/2020", "07/06/2020", "08/06/2020"], False),
        (["06/05/2020", "06/06/2020", "06/07/2020", "06/08/2020"], True),
        (["01/02/2020"], False),
        (["01/02/2020 3:07 PM"], True),
        (["no date", "2020-01-02"], False),
    ],
)
def test_the_whole_column_says_whether_the_month_comes_first(column: list[str], month_first: bool) -> None:
    order = DayOrder()
    for value in column:
        order.add(value)

    assert order.month_comes_first is month_first


@pytest.mark.parametrize(
    ("text", "count"),
    [("12", 12), ("12.0", 12), ("12,00", 12), ("1,234", 1234), ("1.234", 1234), ("1 234", 1234), ("1\u202f234", 1234),
     ("1'234", 1234), ("1,234,567.00", 1234567), ("1.234,00", 1234), ("+3", 3), ("-3", -3), ("−3", -3), ("១២", 12), ("１２", 12),
     ("1.2E+03", 1200), ("3.7", 3), ("9" * 30, 2**31 - 1), ("", None), ("N/A", None), ("null", None), (r"\N", None)],
)  # fmt: skip
def test_counts_are_read_in_every_style(text: str, count: int | None) -> None:
    assert read_count(text) == count


@pytest.mark.parametrize("text", ["many", "12 votes", "1,2,3", "12%", "--5", "1,23,456"])
def test_what_is_no_count_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_count(text)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("Plain, a < b and c > d & e", "Plain, a < b and c > d & e"),
        ("One\r\nTwo\r\n\r\n\r\n\r\nThree", "One\nTwo\n\nThree"),
        ("<p>One</p><p></p><p>Two &amp; three</p>", "One\n\nTwo & three"),
        ("One<br />two<br /><br />three<div>four</div>", "One\ntwo\n\nthree\n\nfour"),
        ("One<br />\ntwo<br>\n<br>\nthree", "One\ntwo\n\nthree"),
        ("&lt;p&gt;Escaped &amp;amp; once&lt;/p&gt;", "Escaped & once"),
        ("&amp;lt;p&amp;gt;Twice&amp;lt;/p&amp;gt;", "Twice"),
        ("It&#39;s &amp;quot;so&amp;quot; &#x27;nice&#x27;&nbsp;&nbsp;x", "It's \"so\" 'nice' x"),
        ("See http://x.org/?a=1&copy=2&lang=en", "See http://x.org/?a=1&copy=2&lang=en"),
        ("<p>Use &lt;b&gt; for bold</p>", "Use <b> for bold"),
        ("<ul><li>a</li><li>b<ul><li>c</li></ul></li></ul>end", "- a\n- b\n- c\n\nend"),
        ("<ol><li><p>a</p></li><li>b</li></ol>", "1. a\n2. b"),
        ("<b>Bold </b>and <em>soft</em>", "**Bold** and *soft*"),
        ('<a href="https://x.org/a?b=1&amp;c=2">here</a>', "[here](https://x.org/a?b=1&c=2)"),
        ('<a href="https://x.org">https://x.org</a>', "https://x.org"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ("<script>alert(1)</script><style>p{}</style>text", "text"),
        ("<!--[if gte mso 9]><xml><w:x>1</w:x></xml><![endif]--><p class=MsoNormal>Word<o:p></o:p></p>", "Word"),
        ("<h2>Head</h2>text", "### Head\n\ntext"),
        ("<blockquote>Said</blockquote>so", "> Said\n\nso"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>", "a | b\n1 | 2"),
        ('<img src="https://x.org/i.png" alt="Map">', "[Map](https://x.org/i.png)"),
        ("<p>Write to <me@x.org> now", "Write to <me@x.org> now"),
        ("<p>never <b>closed <i>at all", "never **closed *at all***"),
        ("<div><div><div>deep</div></div></div>", "deep"),
        ("I <3 this", "I <3 this"),
        ("if a<b then c>d", "if a<b then c>d"),
        ("<p>if a<b then c>d</p>", "if a<b then c>d"),
        ("<p>x<i && i>y, p <q or r> s</p>", "x<i && i>y, p <q or r> s"),
        ("Put <title> and <address> on <form>, <b>now</b>", "Put <title> and <address> on <form>, **now**"),
        ('<p>Keep <foo>this</foo> and <a href="cut', 'Keep <foo>this</foo> and <a href="cut'),
        ("<p>five <!-- six", "five <!-- six"),
        ("<p>one <!-- two --> three <?php 4 > 3 ?>", "one three <?php 4 > 3 ?>"),
        ("<td nowrap>cell<BR CLEAR=all>next", "cell\nnext"),
        ("<a target='_blank'href=https://x.org/?a=b>here</a>", "[here](https://x.org/?a=b)"),
        ("<title>unseen</title><address>Street 1</address>", "Street 1"),
        ("<", "<"),
        ("<p>គំនិត<br>ថ្មី</p>", "គំនិត\nថ្មី"),
    ],
)
def test_html_becomes_clean_paragraphs(cell: str, text: str) -> None:
    assert plain_text(cell) == text


def test_a_title_has_one_line_and_no_markup() -> None:
    assert plain_line("<b>Tom &amp;amp; Ann</b><br>say\n&quot;hello&quot;") == 'Tom & Ann say "hello"'
    assert plain_line("if a<b then c>d, as <name> <b>said</b>") == "if a<b then c>d, as <name> said"


@pytest.mark.parametrize(
    ("misread", "meant"),
    [("Itâ€™s", "It’s"), ("CafÃ© dâ€™Ã©tÃ©", "Café d’été"), ("â€œyesâ€\x9d", "“yes”"), ("áž‚áŸ†áž“áž·áž\x8f", "គំនិត"),
     ("ItÃ¢â‚¬â„¢s", "It’s"), ("5Â\xa0km", "5\xa0km"), ("ðŸ˜€", "😀")],
)  # fmt: skip
def test_text_read_with_the_wrong_table_is_mended(misread: str, meant: str) -> None:
    assert mend_misread(misread) == meant


@pytest.mark.parametrize(
    "text", ["«LIBERTÉ»", "„Fluß“", "Ñandú … São Tomé", "NÃO", "naïve café – “ok”", "គំនិត", "Ärger…"]
)
def test_right_text_is_left_alone(text: str) -> None:
    assert mend_misread(text) == text


@pytest.mark.parametrize(
    ("cell", "text"),
    [("a\x00b\x07c", "abc"), ("\ufeffa", "a"), ("a\u2028b_x000D_\nc\rd", "a\nb\nc\nd"), ("It\x92s", "It’s"), ("e\u0301", "é"),
     ("x\ud800y", "x\ufffdy"), ("'=1+1", "=1+1"), ('="007"', "007"), ("'tis", "'tis")],
)  # fmt: skip
def test_a_cell_is_tidied(cell: str, text: str) -> None:
    assert tidy(cell) == text


@pytest.mark.parametrize(
    "value",
    ["roads, Water ,roads", "roads;Water", "roads|Water", '["roads", "Water"]', "['roads', 'Water']", "#roads #Water",
     "roads\nWater", ["roads", "Water", ""], "roads، Water", '[{"name": "roads"}, {"name": "Water"}]'],
)  # fmt: skip
def test_tags_are_told_apart(value: str | list[str]) -> None:
    assert read_tags(value) == ("roads", "Water")


@pytest.mark.parametrize(
    ("parts", "author"),
    [({"name": "Sok Dara"}, "Sok Dara"), ({"first": "Dara", "last": "Sok"}, "Dara Sok"), ({"email": "dara@x.org"}, "dara"),
     ({"name": "Dara <dara@x.org>"}, "Dara"), ({"name": "Anonymous"}, ""), ({"name": "N/A"}, ""), ({}, "")],
)  # fmt: skip
def test_an_author_has_a_name_and_no_address(parts: dict[str, str], author: str) -> None:
    assert read_author(**{"name": "", "first": "", "last": "", "email": "", **parts}) == author


@pytest.mark.parametrize(
    ("cell", "found"), [("12.0", "12"), (" a-1 ", "a-1"), ("null", ""), ("007", "007"), ("1.5", "1.5")]
)
def test_an_id_stays_as_it_is(cell: str, found: str) -> None:
    assert read_external_id(cell) == found


@pytest.mark.parametrize(
    ("text", "named", "language"),
    [("Queue tickets", "", "en"), ("លេខរង់ចាំ", "", "km"), ("លេខរង់ចាំ QR code", "", "km"), ("The word គំនិត means idea", "", "en"),
     ("ABC", "Khmer", "km"), ("គំនិត", "en-GB", "en"), ("Título", "es", "en")],
)  # fmt: skip
def test_the_language_is_named_or_seen(text: str, named: str, language: str) -> None:
    assert language_of(text, named) == language


def test_shortening_keeps_what_fits() -> None:
    assert shorten("short", 10) == "short"
    assert shorten("several words here", 14) == "several words…"
    assert len(shorten("x" * 50, 10)) == 10


@pytest.mark.parametrize(
    ("column", "field"),
    [("Date/Time", "date"), ("createdAt", "date"), ("published_at", "date"), ("Last Stage Change", None), ("updated_at", None),
     ("Idea ID", "idea_id"), ("suggestion.id", "idea_id"), ("Idea Title", "title"), ("title/en", "title"), ("Titre", "title"),
     ("ចំណងជើង", "title"), ("Details", "body"), ("suggestion.body", "body"), ("Why Is This Idea Important?", "gain"),
     ("Describe your solution to the problem", "proposal"), ("សូមពិពណ៌នាបញ្ហា", "problem"), ("Vote Up", "up"), ("votes_up", "up"),
     ("Total Votes", "total"), ("supports", "total"), ("votes_count", "total"), ("endorsements/total_count", "total"),
     ("score", "score"), ("Vote Down", "down"), ("comments_count", None), ("author/name", "author"), ("author/id", None),
     ("created_by", "author"), ("Tags (comma separated)", "tags"), ("category/name/en", "category"), ("category/id", None),
     ("original_proposal/title", None), ("participatory_space/id", None), ("Comments", "comments"), ("answer/en", None),
     ("Private", "private"), ("commentable_id", "idea_id"), ("", None), ("🙂", None)],
)  # fmt: skip
def test_columns_of_known_exports_have_a_meaning(column: str, field: str | None) -> None:
    meaning = meaning_of(column)

    assert (meaning.field if meaning else None) == field
