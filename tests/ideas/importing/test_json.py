"""JSON in every arrangement, with comments inside ideas or beside them."""

# ruff: noqa: E501 - samples of files keep their long lines

import json

import pytest

from tests.ideas.importing.conftest import Read

IDEAS = [
    {"id": "a-1", "title": "Queue tickets", "body": "People wait.", "votes_up": 3, "created_at": "2009-05-20", "tags": ["queue"]},
    {"id": "a-2", "title": "ស្នើគំនិត", "body": "អត្ថបទ \"ខ្មែរ\"", "votes_up": None, "created_at": None, "tags": []},
]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(json.dumps(idea) for idea in IDEAS),
        "\r\n\r\n".join(json.dumps(idea, ensure_ascii=False) for idea in IDEAS) + "\r\n",
        "\ufeff" + "\n".join(json.dumps(idea) for idea in IDEAS),
        ",\n".join(json.dumps(idea) for idea in IDEAS),
        json.dumps(IDEAS),
        json.dumps(IDEAS, indent=2),
        "[\n" + ",\n".join(json.dumps(idea) for idea in IDEAS) + "\n]\n",
        json.dumps({"ideas": IDEAS}),
        json.dumps({"meta": {"count": 2}, "data": IDEAS}, indent=4),
        "\n".join(json.dumps(idea, indent=2) for idea in IDEAS),
        json.dumps(
            {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": idea} for idea in IDEAS]}
        ),
    ],
)
def test_the_arrangement_does_not_matter(read: Read, text: str) -> None:
    result = read(text)

    assert result.bad == []
    assert [(row.external_id, row.title, row.proposal, row.supports, row.tags) for row in result.ideas] == [
        ("a-1", "Queue tickets", "People wait.", 3, ("queue",)),
        ("a-2", "ស្នើគំនិត", 'អត្ថបទ "ខ្មែរ"', 0, ()),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252"])
def test_json_in_other_encodings_is_read(read: Read, encoding: str) -> None:
    text = json.dumps({"id": 1, "title": "Café – “ouvert”", "body": "Été"}, ensure_ascii=False)

    assert read(text, encoding=encoding).idea.title == "Café – “ouvert”"


def test_a_broken_line_costs_only_itself(read: Read) -> None:
    lines = [json.dumps(IDEAS[0]), '{"id": "x", "title": "Cut', "17", '"text"', "not json", json.dumps(IDEAS[1])]

    result = read("\n".join(lines))

    assert [row.external_id for row in result.ideas] == ["a-1", "a-2"]
    assert [line for line, _ in result.bad] == [2, 3, 4, 5]
    assert result.bad[0][1].startswith("It is not valid JSON")


def test_a_broken_object_in_an_array_costs_only_itself(read: Read) -> None:
    result = read(f'[\n{json.dumps(IDEAS[0])},\n{{"id": "x", "title": }},\n{json.dumps(IDEAS[1])}\n]')

    assert [row.external_id for row in result.ideas] == ["a-1", "a-2"]
    assert [line for line, _ in result.bad] == [3]


def test_a_long_array_is_read_in_pieces(read: Read) -> None:
    many = [{"id": number, "title": f"Idea {number}", "body": "Long text. " * 60} for number in range(3000)]

    result = read(json.dumps(many))

    assert [row.external_id for row in result.ideas] == [str(number) for number in range(3000)]


def test_comments_inside_an_idea_are_read_with_their_answers(read: Read) -> None:
    idea = {
        "id": 7, "title": "A", "body": "Text", "author": {"id": 3, "name": "Sok Dara"}, "category": {"name": "Roads"},
        "votes": {"up": 5, "down": 1}, "comments_count": 2,
        "comments": [{"id": 1, "body": "Yes", "author": {"name": "Chan"}, "replies": [{"id": 2, "text": "No"}]}, {"body": ""}],
    }  # fmt: skip

    result = read(json.dumps(idea))

    (row,) = result.ideas
    assert (row.author, row.category, row.supports) == ("Sok Dara", "Roads", 5)
    assert [(each.external_id, each.idea_id, each.parent_id, each.body) for each in result.comments] == [
        ("1", "7", "", "Yes"), ("2", "7", "1", "No")
    ]  # fmt: skip
    assert result.bad == [(1, "Comment 2 in it: The comment has no text.")]


@pytest.mark.parametrize(
    "text",
    [
        '{"id": "c-1", "idea_id": "a-1", "body": "Yes", "author": "Sok", "created_at": "2009-05-20"}',
        "id,idea_id,body,author,created_at\nc-1,a-1,Yes,Sok,2009-05-20\n",
        "Comment ID;Idea ID;Idea Title;Comment;Author;Date\nc-1;a-1;Queue tickets;<p>Yes</p>;Sok;20/May/09 3:07 PM\n",
        "type,id,idea_id,title,body,author,date\ncomment,c-1,a-1,,Yes,Sok,20/05/2009\n",
        "id,commentable_id,commentable_type,body,author/name,created_at\nc-1,a-1,Decidim::Proposal,Yes,Sok,2009-05-20\n",
        "id,post_id,parent_id,text,username,posted\nc-1,a-1,,Yes,Sok,1242777600\n",
    ],
)
def test_comments_on_ideas_of_another_file_are_told_from_ideas(read: Read, text: str) -> None:
    result = read(text)

    assert (result.ideas, result.bad) == ([], [])
    (comment,) = result.comments
    assert (comment.external_id, comment.idea_id, comment.body, comment.author) == ("c-1", "a-1", "Yes", "Sok")
    assert comment.submitted_at is not None
    assert comment.submitted_at.date().isoformat() == "2009-05-20"


def test_ideas_and_comments_may_share_a_file(read: Read) -> None:
    result = read("id,idea_id,title,body\na-1,,Queue tickets,Text\nc-1,a-1,,Yes\nc-2,a-1,,No\n")

    assert [row.external_id for row in result.ideas] == ["a-1"]
    assert [row.external_id for row in result.comments] == ["c-1", "c-2"]


def test_titles_in_two_languages_are_both_kept(read: Read) -> None:
    idea = read(
        json.dumps({"id": 1, "title": {"en": "Tickets", "km": "សំបុត្រ"}, "body": {"en": "Text", "km": "អត្ថបទ"}})
    ).idea

    assert (idea.language, idea.title, idea.proposal) == ("km", "សំបុត្រ", "អត្ថបទ")
    assert (idea.second_title, idea.second_summary) == ("Tickets", "Text")


def test_a_half_character_is_made_visible(read: Read) -> None:
    assert read('{"id": 1, "title": "Half \\ud83d", "body": "Whole \\ud83d\\ude00"}').idea.title == "Half \ufffd"
