"""What the list says it counts is what there is."""

from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import select

from core.clock import now
from core.database import session
from ideas import tally
from ideas.models import Idea, Stage
from ideas.queries import Filters, facet_counts
from ideas.tally import Tally
from workflow.service import move


@pytest.fixture
def four(make: ModuleType) -> list[Idea]:
    here, there = make.organisation(), make.organisation()
    places = [(here, "1"), (here, "2"), (there, "2"), (there, None)]
    ideas = [make.idea(organisation_id=organisation.id, province=province) for organisation, province in places]
    move("withdraw", ideas[0], by=ideas[0].authors[0], details={"reason": "Solved meanwhile."})
    return ideas


def test_each_facet_counts_beside_the_other_filters(four: list[Idea]) -> None:
    here, there = four[0].ministry_id, four[2].ministry_id

    assert facet_counts(Filters()) == {
        "stage": {Stage.PROPOSAL: 3, Stage.CLOSED: 1},
        "ministry_id": {here: 2, there: 2},
        "province": {"1": 1, "2": 2},
        "year": {now().year: 4},
    }
    narrowed = facet_counts(Filters(stage=Stage.PROPOSAL, province="2"))
    assert narrowed["stage"] == {Stage.PROPOSAL: 2}
    assert narrowed["ministry_id"] == {here: 1, there: 1}
    assert narrowed["province"] == {"2": 2}


def test_counting_anew_gives_what_was_counted_on_the_way(four: list[Idea]) -> None:
    def counted() -> list[Any]:
        cells = select(Tally.stage, Tally.ministry_id, Tally.province, Tally.year, Tally.count)
        return sorted(tuple(row) for row in session.execute(cells.where(Tally.count != 0)))

    session.flush()
    on_the_way = counted()

    tally.recount()

    assert counted() == on_the_way


def test_a_year_no_idea_can_be_of_finds_nothing(four: list[Idea]) -> None:
    assert facet_counts(Filters(year=999_999_999))["stage"] == {}


def test_an_idea_is_counted_off_where_it_was_although_nobody_had_looked(make: ModuleType) -> None:
    idea = make.idea(province="1")
    session.commit()

    # After a commit nothing of the row is in memory.
    idea.province = "2"
    session.flush()

    assert facet_counts(Filters())["province"] == {"2": 1}
