"""Support: one undoable yes a person, counted exactly, seen by nobody but the giver."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from core import clock
from core.database import session
from core.errors import RuleBroken
from ideas.models import Stage
from tests.page import csrf_token
from voting import queries, service
from voting.models import Support
from workflow.service import move


def test_supporting_twice_counts_once(make):
    idea, colleague = make.idea(), make.person()

    changed = [service.support(idea, by=colleague), service.support(idea, by=colleague)]

    assert changed == [True, False]
    assert idea.support_count == 1


def test_taking_back_leaves_no_trace(make):
    idea, colleague = make.idea(), make.person()
    service.would_try(idea, by=colleague, yes=True)

    service.take_back(idea, by=colleague)
    service.take_back(idea, by=colleague)

    assert (idea.support_count, idea.would_try_count, idea.rising) == (0, 0, 0)
    assert queries.my_supports([idea], colleague) == {}


def test_nobody_supports_their_own_idea(make):
    author = make.person()
    idea = make.idea(by=author)

    with pytest.raises(RuleBroken, match="own"):
        service.support(idea, by=author)


@pytest.mark.parametrize("stage", [Stage.EVALUATED, Stage.DRAFT])
def test_support_is_closed_unless_the_idea_is_open(make, stage):
    idea = make.idea(stage=stage)

    with pytest.raises(RuleBroken, match="closed"):
        service.support(idea, by=make.person())


def test_support_closes_with_the_idea_and_opens_again_with_it(make):
    idea, lab, colleague = make.idea(), make.lab_officer(), make.person()
    move("close", idea, by=lab, details={"reason": "Not now."})

    with pytest.raises(RuleBroken):
        service.take_back(idea, by=colleague)
    move("reopen", idea, by=lab, details={"reason": "Now."})

    assert service.support(idea, by=colleague)


def test_would_try_is_a_support_and_can_be_taken_back_alone(make):
    idea, colleague = make.idea(), make.person()

    service.would_try(idea, by=colleague, yes=True)
    both = (idea.support_count, idea.would_try_count)
    service.would_try(idea, by=colleague, yes=False)

    assert both == (1, 1)
    assert (idea.support_count, idea.would_try_count) == (1, 0)


def test_an_organisation_shows_beside_would_try_only_when_the_voter_says_so(make):
    idea, quiet, open_ = make.idea(), make.person(), make.person()

    service.would_try(idea, by=quiet, yes=True)
    service.would_try(idea, by=open_, yes=True, shows_organisation=True)

    assert queries.organisations_that_would_try(idea) == [open_.organisation]


def test_new_support_rises_above_more_but_older_support(make):
    old, new = make.idea(), make.idea()
    colleagues, now = [make.person() for _ in range(8)], clock.now()
    with clock.turned_to(now - timedelta(days=28)):
        for colleague in colleagues:
            service.support(old, by=colleague)

    with clock.turned_to(now):
        service.support(new, by=colleagues[0])

    # Eight supports of four half-lives ago weigh half of one of today.
    assert old.rising == pytest.approx(new.rising / 2)


def test_supporting_leaves_the_editors_version_alone(make):
    idea = make.idea()
    version = idea.version

    service.support(idea, by=make.person())

    assert idea.version == version


def test_parallel_clicks_are_all_counted_once(page, make):
    idea, people = make.idea(), [make.person() for _ in range(8)]
    session.commit()
    address = page.path("voting.support", idea)
    windows = [page.client(person) for person in people]
    tokens = [csrf_token(window) for window in windows]
    session.rollback()

    def press(number):
        # Everybody presses ten times, as fast as they can, all at once.
        form = {"wish": "support", "csrf_token": tokens[number]}
        return {windows[number].post(address, data=form).status_code for _ in range(10)}

    with ThreadPoolExecutor(8) as crowd:
        statuses = set().union(*crowd.map(press, range(8)))

    session.rollback()
    session.expire_all()
    rows = session.scalars(select(Support).where(Support.idea_id == idea.id)).all()
    assert statuses == {302}
    assert idea.support_count == len(rows) == 8


def test_the_page_tells_the_voter_and_nobody_else(page, make):
    idea, voter, other, lab = make.idea(), make.person(), make.person(), make.lab_officer()

    page.post("voting.support", idea, by=voter, status=302, data={"wish": "support"})

    assert "Supported" in page.get("ideas.idea", idea, by=voter).text
    for reader in (other, lab):
        assert voter.name_en not in page.get("ideas.idea", idea, by=reader).text


def test_a_press_without_a_wish_changes_nothing(page, make):
    idea, voter = make.idea(), make.person()

    answer = page.post("voting.support", idea, by=voter, data={"wish": "everything"})

    assert answer.status == 409
    assert idea.support_count == 0
