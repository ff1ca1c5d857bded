"""Finding ideas: the list, its facets and orders, its pages, and the board."""

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from ideas.models import Stage
from ideas.queries import Filters, facet_counts
from voting import service as voting
from workflow.service import move

TITLES = ".idea-title"


def test_the_list_shows_published_ideas_and_no_drafts(page: Any, make: Any) -> None:
    reader = make.person()
    make.idea(title="Read the meter by photo")
    make.idea(title="Not ready yet", stage=Stage.DRAFT, by=reader)

    answer = page.get("ideas.listing", by=reader)

    assert answer.all(TITLES) == ["Read the meter by photo"]


def test_an_empty_list_offers_the_first_step(page: Any, make: Any) -> None:
    answer = page.get("ideas.listing", by=make.person())

    assert "Post an idea" in answer.links()
    assert "No idea like this yet" in answer.text


@pytest.mark.parametrize("many", [1, 20])
def test_the_list_asks_once_whatever_its_length(page: Any, make: Any, many: int) -> None:
    author = make.person()
    for _ in range(many):
        make.idea(by=author, tags=("roads", "schools"))

    page.get("ideas.listing", by=make.lab_officer(), most_statements=9)


def test_facets_count_exactly_and_each_count_opens_its_list(page: Any, make: Any) -> None:
    health, roads = make.organisation(name_en="Ministry of Health"), make.organisation(name_en="Ministry of Roads")
    for _ in range(2):
        make.idea(organisation_id=health.id, province="08")
    make.idea(organisation_id=roads.id)

    answer = page.get("ideas.listing", by=make.person())
    narrowed = page.get(answer.links()["Ministry of Health 2"], by=make.person())

    assert "Ministry of Roads 1" in answer.links()
    assert len(narrowed.all(TITLES)) == 2
    assert (
        narrowed.soup.select_one(".facet-links [aria-current]")
        .get_text(" ", strip=True)
        .startswith("Ministry of Health")
    )


def test_facets_follow_an_idea_from_stage_to_stage(make: Any) -> None:
    idea, lab = make.idea(), make.lab_officer()
    move("close", idea, by=lab, details={"reason": "Not this year."})
    make.idea()

    counts = facet_counts(Filters())

    assert counts["stage"] == {Stage.CLOSED: 1, Stage.PROPOSAL: 1}
    assert counts["year"] == {clock.today().year: 2}


def test_tags_narrow_the_list_and_can_be_taken_out_again(page: Any, make: Any) -> None:
    make.idea(title="With it", tags=("water",))
    make.idea(title="Without it")

    answer = page.get("ideas.listing", by=make.person(), query={"tag": "#Water"})

    assert answer.all(TITLES) == ["With it"]
    assert answer.soup.select_one(".chosen-tag a")["href"] == "/ideas"


def test_the_orders_put_what_they_promise_first(page: Any, make: Any) -> None:
    reader, supporter = make.person(), make.person()
    with clock.turned_to(clock.now() - timedelta(days=60)):
        old = make.idea(title="Old and loved")
        for each in (reader, supporter):
            voting.support(old, by=each)
    new = make.idea(title="New and rising")
    voting.support(new, by=supporter)

    def first(sort: str) -> str:
        return str(page.get("ideas.listing", by=reader, query={"sort": sort}).all(TITLES)[0])

    assert first("newest") == "New and rising"
    assert first("supported") == "Old and loved"
    assert first("rising") == "New and rising"
    assert first("waiting") == "Old and loved"


def test_waiting_shows_only_what_the_lab_has_not_answered(page: Any, make: Any) -> None:
    answered, lab = make.idea(title="Answered"), make.lab_officer()
    move("reply", answered, by=lab, details={"text": "Thank you."})
    make.idea(title="Waits")

    answer = page.get("ideas.listing", by=lab, query={"sort": "waiting"})

    assert answer.all(TITLES) == ["Waits"]


@pytest.mark.parametrize("sort", ["newest", "supported", "rising", "waiting"])
def test_pages_lead_on_and_back_and_show_every_idea_once(page: Any, make: Any, sort: str) -> None:
    author = make.person()
    for _ in range(43):
        make.idea(by=author)

    first = page.get("ideas.listing", by=author, query={"sort": sort})
    second = page.get(first.links()["Next"], by=author)
    third = page.get(second.links()["Next"], by=author)
    back = page.get(third.links()["Previous"], by=author)

    assert len({*first.all(TITLES), *second.all(TITLES), *third.all(TITLES)}) == 43
    assert "Next" not in third.links()
    assert back.all(TITLES) == second.all(TITLES)


def test_a_page_can_be_asked_for_by_its_number(page: Any, make: Any) -> None:
    author = make.person()
    for _ in range(21):
        make.idea(by=author)

    answer = page.get("ideas.listing", by=author, query={"page": "2"})

    assert len(answer.all(TITLES)) == 1


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"page": "-1"}, "there is no page -1"),
        ({"page": "0"}, "there is no page 0"),
        ({"page": "99999999999999999999"}, "there is no page"),
        ({"page": "500"}, "ends before page 500"),
        ({"after": "no-mark"}, "Start from the first page"),
        ({"stage": "dreamt"}, "There is no such stage"),
        ({"stage": "draft"}, "There is no such stage"),
        ({"ministry": "x"}, "There is no such ministry"),
        ({"ministry": "987654"}, "There is no such ministry"),
        ({"province": "Atlantis"}, "There is no such province"),
        ({"year": "last"}, "There is no such year"),
        ({"sort": "best"}, "cannot be sorted that way"),
    ],
)
@pytest.mark.parametrize("endpoint", ["ideas.listing", "ideas.board"])
def test_an_address_that_names_nothing_says_so(
    page: Any, make: Any, endpoint: str, asked: dict[str, str], sentence: str
) -> None:
    make.idea()
    status = 200 if endpoint == "ideas.board" and asked.keys() & {"page", "after"} else 404

    answer = page.get(endpoint, by=make.person(), query=asked, status=status)

    assert status == 200 or sentence in answer.text


@pytest.mark.parametrize("tag", ["a\x00b", "%ED%A0%80", "x" * 5000])
def test_a_tag_nobody_could_have_given_finds_nothing(page: Any, make: Any, tag: str) -> None:
    assert page.get("ideas.listing", by=make.person(), query={"tag": tag}).all(TITLES) == []


def test_the_board_shows_the_newest_of_each_stage_and_leads_to_the_rest(page: Any, make: Any) -> None:
    author = make.person()
    for number in range(12):
        make.idea(by=author, title=f"Proposal {number}")
    make.idea(stage=Stage.TRIAL, title="Being tried")
    make.idea(stage=Stage.EVALUATED, title="Tried")

    answer = page.get("ideas.board", by=make.lab_officer())
    columns = [column.select(TITLES) for column in answer.soup.select(".board-column")]

    assert [len(titles) for titles in columns] == [10, 1, 1]
    assert "12" in answer.all(".board-column h2")[0]
    assert answer.links()["Show all : Proposal"] == "/ideas?stage=proposal"


def test_the_board_keeps_the_filters_of_the_list(page: Any, make: Any) -> None:
    make.idea(title="Here", province="08")
    make.idea(title="Elsewhere")

    listing = page.get("ideas.listing", by=make.person(), query={"province": "08", "stage": "proposal"})
    board = page.get(listing.links()["Board"], by=make.person())

    assert board.all(TITLES) == ["Here"]
