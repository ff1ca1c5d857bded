"""Exports as they really come: any delimiter, any encoding, damaged in the ways files get damaged."""

import codecs
import json

import pytest

from core.errors import DomainError, Invalid, WrongType
from tests.ideas.importing.conftest import Read

HEADER = ["id", "title", "body", "author", "votes_up"]
ROWS = [
    ["a-1", "Queue tickets", "People wait; some, for hours | or days.", "Sok Dara", "12"],
    ["a-2", "Say “hello”", 'He said "good morning"\nand left.\n\nTwice.', "Chan Thy", "0"],
    ["a-3", "No stamps", "It’s – simply – faster…", "José Müller", "7"],
]


def delimited(rows: list[list[str]], by: str, quote: str = '"') -> str:
    def cell(text: str) -> str:
        return quote + text.replace(quote, quote * 2) + quote if set(text) & {by, quote, "\n"} else text

    return "".join(by.join(map(cell, row)) + "\r\n" for row in rows)


@pytest.mark.parametrize("by", [",", ";", "\t", "|", "^"])
@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE),
     ("utf-16-le", b""), ("utf-16-be", b""), ("cp1252", b""), ("mac_roman", b""), ("utf-32", b"")],
)  # fmt: skip
def test_delimiter_and_encoding_do_not_matter(read: Read, by: str, encoding: str, mark: bytes) -> None:
    rows = read(mark + delimited([HEADER, *ROWS], by).encode(encoding)).ideas

    assert [(row.external_id, row.title, row.proposal, row.author, str(row.supports)) for row in rows] == [
        tuple(row) for row in ROWS
    ]


@pytest.mark.parametrize(
    "text",
    [
        "sep=;\r\nid;title;body\r\n1;Forms;Fewer of them\r\n",
        '"sep=;"\nid;title;body\n1;Forms;Fewer of them\n',
        "Ideas of the ministry\nExported on 20 May 2024\n\nid,title,body\n1,Forms,Fewer of them\n",
        "id,title,body\n\n\n1,Forms,Fewer of them\n,,\n\n",
        "id,title,body\n1,Forms,Fewer of them\nid,title,body\n",
        "id, title, body\n1, Forms, Fewer of them\n",
        'id, title, body\n1, Forms, "Fewer of them"\n',
        "'id','title','body'\n'1','Forms','Fewer of them'\n",
        '"id"\t"title"\t"body"\n"1"\t"Forms"\t"Fewer of them"\n',
        "id,title,body\r1,Forms,Fewer of them\r",
        "id,title,body,\n1,Forms,Fewer of them,\n",
        "\ufeff\ufeffid,title,body\n1,Forms,Fewer of them\n",
        'ID,Title,Description\n="1",Forms,Fewer of them\n',
        "id,title,body\n1.0,Forms,Fewer of them\n",
        "id,title,body\n1,Forms,Few\x00er of th\x00em\n",
        "id,title,body,notes\n1,Forms,Fewer of them\n",
        "id|title|body\n1|Forms|Fewer of them",
        "title,body,id\nForms,Fewer of them,1",
    ],
)
def test_the_same_idea_is_found_in_every_shape(read: Read, text: str) -> None:
    idea = read(text).idea

    assert (idea.external_id, idea.title, idea.proposal) == ("1", "Forms", "Fewer of them")


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ('id,title,body\n1,A,"He said \\"yes, now\\" twice"\n2,B,"plain \\"x\\" y, z"\n', 'He said "yes, now" twice'),
        ('id\ttitle\tbody\n1\tA\t"Open" data first\n2\tB\tMore\n', '"Open" data first'),
        ('id\ttitle\tbody\n1\tA\t"Open data\n2\tB\tMore\n', '"Open data'),
        ('id,title,body\n1,A,"He said "yes" to me"\n2,B,More\n', 'He said "yes" to me'),
        ('id,title,body\n1,A,"He said "yes"\nto me"\n2,B,More\n', 'He said "yes"\nto me'),
        ("id\ttitle\tauthor\tbody\n1\tA\t\\N\tOne\\nTwo\n2\tB\t\\N\tMore\n", "One\nTwo"),
        ('id,title,body\n1,A,"One\n\nTwo"\n2,B,More\n', "One\n\nTwo"),
    ],
)
def test_quotation_marks_survive(read: Read, text: str, body: str) -> None:
    assert read(text).ideas[0].proposal == body


def test_rows_torn_by_line_ends_in_unquoted_cells_are_made_whole(read: Read) -> None:
    result = read(
        "id\ttitle\tbody\tauthor\tvotes\n"
        "a-1\tA\tWhole\tSok\t1\n"
        "a-2\tB\tFirst line\n\nsecond, line\nthird line\tChan\t2\n"
        "a-3\tC\tShort\n"
        "a-4\tD\tShort too\n"
        "a-5\tE\tWhole\tSok\t5\n"
    )

    assert result.bad == []
    assert [(row.external_id, row.proposal, row.author, row.supports) for row in result.ideas] == [
        ("a-1", "Whole", "Sok", 1),
        ("a-2", "First line\nsecond, line\nthird line", "Chan", 2),
        ("a-3", "Short", "", 0),
        ("a-4", "Short too", "", 0),
        ("a-5", "Whole", "Sok", 5),
    ]


def test_a_row_whose_quotation_marks_do_not_match_costs_only_itself(read: Read) -> None:
    result = read('id,title,body\n1,A,First\n2,B,"Never, closed\n3,C,"Third, whole"\n4,D,Fourth\n')

    assert [row.external_id for row in result.ideas] == ["1", "3", "4"]
    assert result.bad == [(3, "Its quotation marks do not match, so its cells cannot be told apart.")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("9,,No title here,", "It has no title."),
        ("9,No text here,,", "It has no text."),
        ("9,Title,Text,many", "votes: “many” is not a number."),
        ("9,Title,Text,5,what,is,this", "It has 7 cells, the header has 4:"),
        ("1,Other,Another text,5", "The id 1 is used on line 2 with another text."),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_reason(read: Read, row: str, reason: str) -> None:
    result = read(f'id,title,body,votes\n1,Good,Text,3\n\n2,Also good,"Two\nlines",4\n{row}\n3,Last,Text,1\n')

    assert [idea.external_id for idea in result.ideas] == ["1", "2", "3"]
    ((line, said),) = result.bad
    assert line == 6
    assert said.startswith(reason)


def test_the_same_row_twice_passes_and_the_same_text_in_two_categories_is_two_ideas(read: Read) -> None:
    result = read("id,title,body,category\n1,A,Text,Roads\n1,A,Text,Roads\n2,A,Text,Water\n3,A,Other text,Water\n")

    assert [(row.external_id, row.category) for row in result.ideas] == [
        ("1", "Roads"), ("1", "Roads"), ("2", "Water"), ("3", "Water")
    ]  # fmt: skip
    assert result.bad == []


def test_rows_without_an_id_are_known_by_their_content(read: Read) -> None:
    first, again, other = read("title,body,author\nA,Text,Sok\nA,Text,Sok\nA,Text,Chan\n").ideas

    assert first.external_id == again.external_id != other.external_id


def test_a_long_title_is_shortened_between_words_and_stands_whole_before_the_text(read: Read) -> None:
    title = " ".join(["A rather long title"] * 20)

    idea = read(json.dumps({"id": 1, "title": title, "body": "Text"})).idea

    assert len(idea.title) <= 200
    assert title.startswith(idea.title.rstrip("…"))
    assert idea.title.removesuffix("…").endswith(("A", "rather", "long", "title"))
    assert idea.proposal == f"{title}\n\nText"


def test_a_long_khmer_title_is_not_cut_within_a_cluster(read: Read) -> None:
    title = "ស្ត្រី" * 60

    idea = read(json.dumps({"title": title, "body": "អត្ថបទ"})).idea

    assert len(idea.title) <= 200
    assert idea.title.removesuffix("…") == "ស្ត្រី" * ((len(idea.title) - 1) // len("ស្ត្រី"))
    assert idea.language == "km"


def test_a_text_of_any_length_is_read_whole(read: Read) -> None:
    text = "Words and more, “words”. " * 20_000

    assert read(f'id,title,body\n1,Long,"{text}"\n').idea.proposal == text.strip()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n\n", "The file is empty."),
        (b"\xef\xbb\xbf\n", "The file is empty."),
        (b"PK\x03\x04\x14\x00\x06\x00", "This is a spreadsheet (xlsx, ods) or a zip archive."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "This is an old Office file (xls, doc)."),
        (b"%PDF-1.7\n", "This is a PDF file."),
        (b"\n<!DOCTYPE html><html>", "This is a web page"),
        ("<html>".encode("utf-16"), "This is a web page"),
        (b"<?xml version='1.0'?>", "This is an XML file."),
        (b"\x1f\x8b\x08\x00", "This is a compressed file (gzip)."),
        (bytes(range(256)) * 4, "This is not a text file."),
    ],
)
def test_a_file_of_another_kind_is_refused_with_a_plain_sentence(read: Read, content: bytes, sentence: str) -> None:
    with pytest.raises(DomainError) as refusal:
        read(content)

    assert str(refusal.value).startswith(sentence)


def test_columns_nobody_knows_are_named_and_can_be_mapped(read: Read) -> None:
    text = "Ref.;Wat;Waarom;Stemmen\n7;Minder papier;Omdat het sneller gaat;3\n"
    with pytest.raises(Invalid) as refusal:
        read(text)

    idea = read(text, mapping={"wat": "title", "Waarom": "body", "Stemmen": "votes_up"}).idea

    assert "Wat, Waarom, Stemmen" in str(refusal.value)
    assert (idea.external_id, idea.title, idea.proposal, idea.supports) == (
        "7",
        "Minder papier",
        "Omdat het sneller gaat",
        3,
    )


@pytest.mark.parametrize("mapping", [{"Nowhere": "title"}, {"title": "colour"}])
def test_a_mapping_that_means_nothing_is_refused(read: Read, mapping: dict[str, str]) -> None:
    with pytest.raises(Invalid):
        read("id,title,body\n1,A,B\n", mapping=mapping)


def test_an_encoding_can_be_named(read: Read) -> None:
    assert read("id,title,body\n1,Зелёный,Город\n", encoding="koi8-r", encoding_name="koi8-r").idea.title == "Зелёный"
    with pytest.raises(Invalid):
        read("id,title,body\n", encoding_name="klingon")


def test_stray_bytes_of_another_encoding_spoil_no_khmer(read: Read) -> None:
    idea = read("id,title,body\n1,គំនិត,".encode() + b"It\x92s here\n").idea

    assert (idea.title, idea.proposal) == ("គំនិត", "It’s here")


def test_a_column_that_holds_something_else_than_its_name_says_rejects_no_rows(read: Read) -> None:
    result = read("id,title,body,date,support\n1,A,Text,soon,hardly any\n2,B,Text,later,some\n3,C,Text,,\n")

    assert [(row.submitted_at, row.supports) for row in result.ideas] == [(None, 0)] * 3


def test_a_file_that_is_no_export_is_of_the_wrong_type(read: Read) -> None:
    with pytest.raises(WrongType):
        read(b"\x89PNG\r\n\x1a\n")
