"""Exports of known systems: which columns they have and what becomes of them. Excerpts of real files are in `data`."""

# ruff: noqa: E501 - samples of files keep their long lines

from pathlib import Path

import pytest

from tests.ideas.importing.conftest import Read

DATA = Path(__file__).parent / "data"


@pytest.mark.parametrize(
    "name", ["consultation_dump.csv", "ideascale_export.csv", "ideascale_export_cp1252_semicolon.csv"]
)
def test_a_real_export_says_what_its_source_said(read: Read, name: str) -> None:
    told = {row.external_id: row for row in read((DATA / "ideas.jsonl").read_bytes()).ideas}

    result = read((DATA / name).read_bytes())

    assert result.bad == []
    assert len(result.ideas) == 3
    for row in result.ideas:
        same = told[row.external_id]
        assert (row.title, row.author, row.supports, row.url, row.language) == (
            same.title, same.author, same.supports, same.url, same.language
        )  # fmt: skip
        assert row.proposal.split() == same.proposal.split()
        assert row.submitted_at is not None
        assert same.submitted_at is not None
        assert row.submitted_at.date() == same.submitted_at.date()
        if name == "consultation_dump.csv":
            assert row.gain.split() == same.gain.split()


def test_decidim(read: Read) -> None:
    idea = read(
        "id;category/id;category/name/en;scope/name/en;participatory_space/id;title/en;body/en;state;supports;"
        "endorsements/total_count;comments;author/id;author/name;published_at;url;original_proposal/title\n"
        '12;3;Mobility;Kandal;1;Bus lanes;"<p>Paint them.</p>";accepted;41;2;5;77;Sok;2019-06-10 08:15:30 UTC;https://x.org/12;\n'
    ).idea

    assert (idea.external_id, idea.title, idea.proposal, idea.supports) == ("12", "Bus lanes", "Paint them.", 41)
    assert (idea.category, idea.province, idea.author, idea.url) == ("Mobility", "Kandal", "Sok", "https://x.org/12")


def test_fider(read: Read) -> None:
    idea = read(
        "number,title,description,created_at,created_by,votes_count,comments_count,status,responded_by,responded_at,response,"
        "original_number,original_title,tags\n"
        '5,Dark mode,"Please,\nat night",2019-06-10T08:15:30Z,Sok Dara,14,2,open,,,,,,"design, web"\n'
    ).idea

    assert (idea.external_id, idea.author, idea.supports, idea.tags) == ("5", "Sok Dara", 14, ("design", "web"))
    assert (idea.title, idea.proposal) == ("Dark mode", "Please,\nat night")


def test_uservoice(read: Read) -> None:
    idea = read(
        "suggestion.id,suggestion.title,suggestion.body,suggestion.category.name,suggestion.created_timestamp,"
        "suggestion.supporters_count,creator.name\n99,Faster,Really faster,Speed,2020-01-02 03:04:05,7,Sok\n"
    ).idea

    assert (idea.external_id, idea.title, idea.proposal, idea.supports) == ("99", "Faster", "Really faster", 7)


def test_consul(read: Read) -> None:
    idea = read(
        "id,title,summary,description,cached_votes_up,comments_count,author,created_at,tag_list\n"
        '3,Parks,"<p>In short.</p>","<p>At length.</p>",120,3,Ana,10/06/2019 08:15,"parks,green"\n'
    ).idea

    assert (idea.proposal, idea.supports, idea.tags) == ("In short.\n\nAt length.", 120, ("parks", "green"))


def test_a_form_with_questions_of_its_own(read: Read) -> None:
    long_answer = "We have done this in three districts before. " * 5
    idea = read(
        '"Timestamp","Your name","Title of your idea","What problem do you see?","What solution do you propose?",'
        '"What benefit do you expect?","Who has tried it?"\n'
        f'"5/20/2024 14:03:22","Sok Dara","Tickets","People wait.","Number them.","Calm.","{long_answer}"\n'
    ).idea

    assert (idea.author, idea.title, idea.problem, idea.gain) == ("Sok Dara", "Tickets", "People wait.", "Calm.")
    assert idea.proposal == f"Number them.\n\n**Who has tried it?**\n\n{long_answer.strip()}"


def test_khmer_columns_and_digits(read: Read) -> None:
    idea = read(
        "លេខ,ចំណងជើង,បញ្ហា,សំណើ,អត្ថប្រយោជន៍,អ្នកស្នើ,កាលបរិច្ឆេទ,គាំទ្រ\n៧,សំបុត្រ,រង់ចាំយូរ,ដាក់លេខ,លឿន,សុខ ដារ៉ា,២០/០៥/២០២៤,១២\n"
    ).idea

    assert (idea.title, idea.problem, idea.proposal, idea.gain) == ("សំបុត្រ", "រង់ចាំយូរ", "ដាក់លេខ", "លឿន")
    assert (idea.author, idea.supports, idea.language) == ("សុខ ដារ៉ា", 12, "km")


@pytest.mark.parametrize(
    ("columns", "values", "supports"),
    [("votes_up,votes_down,score", "21,11,10", 21), ("Total Votes,Vote Up,Vote Down", "10,21,11", 21), ("supports", "4", 4),
     ("votes", "9", 9), ("score,votes_down", "10,11", 21), ("score", "-4", 0), ("votes", "", 0), ("Votes", '"1,234"', 1234)],
)  # fmt: skip
def test_votes_for_come_before_other_counts(read: Read, columns: str, values: str, supports: int) -> None:
    assert read(f"id,title,body,{columns}\n1,A,Text,{values}\n").idea.supports == supports


def test_why_the_idea_is_important_becomes_the_gain(read: Read) -> None:
    idea = read('id,title,body\n1,A,"Text<br /><br />Why Is This Idea Important?<br /><br /><div>It is.</div>"\n').idea

    assert (idea.proposal, idea.gain) == ("Text", "It is.")


def test_a_text_beside_a_solution_is_the_problem(read: Read) -> None:
    idea = read("Idea ID,Title,Details,Describe your solution to the problem\n1,A,The trouble,The way out\n").idea

    assert (idea.external_id, idea.problem, idea.proposal) == ("1", "The trouble", "The way out")


def test_a_private_idea_is_not_taken(read: Read) -> None:
    result = read("Idea ID,Title,Details,Private\n1,A,Text,No\n2,B,Text,Yes\n3,C,Text,\n")

    assert [row.external_id for row in result.ideas] == ["1", "3"]
    assert result.bad == [(3, "It is marked “Private”.")]
