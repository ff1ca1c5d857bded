"""Two people at the same moment: on PostgreSQL, where SQLite would have let them in one by one."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Person
from core.database import session
from core.errors import RuleBroken
from ideas import conversation, events
from ideas.models import Idea
from trials import service as trials
from trials.models import Trial
from trials.plans import plan_of
from voting import service as voting
from voting.models import Support
from workflow.service import move

PATIENCE = 5


@pytest.fixture(autouse=True)
def _on_postgres(database: str) -> None:
    if database != "postgres":
        pytest.skip("SQLite has one writer at a time.")


@pytest.fixture
def at_once(app: Flask) -> Callable[..., list[Any]]:
    """Do several things, each in a transaction of its own; gives what each gave, or the error it met."""

    def do(work: Callable[[], Any]) -> Any:
        with app.app_context():
            try:
                given = work()
                session.commit()
            except Exception as error:
                return error
            return given

    def all_of_them(*works: Callable[[], Any]) -> list[Any]:
        session.commit()
        session.remove()
        with ThreadPoolExecutor(len(works)) as people:
            return list(people.map(do, works))

    return all_of_them


def _supports(idea_id: int) -> tuple[int, int]:
    """How many the idea says it has, and how many there are."""
    rows = session.scalar(select(func.count()).select_from(Support).where(Support.idea_id == idea_id))
    return session.get_one(Idea, idea_id).support_count, rows or 0


def test_two_comments_do_not_wait_for_each_other(at_once: Any, make: ModuleType) -> None:
    idea, people = make.idea().id, [make.person().id, make.person().id]
    together = threading.Barrier(2)

    def say(person: int) -> None:
        by, about = session.get_one(Person, person), session.get_one(Idea, idea)
        together.wait(PATIENCE)
        conversation.say(about, "We do it that way.", by=by)

    answers = [at_once(*((lambda person=person: say(person)) for person in people)) for _ in range(8)]

    assert answers == [[None, None]] * 8
    assert session.get_one(Idea, idea).comment_count == 16
    assert events.verify(idea) is None


def test_support_given_while_an_idea_is_merged_into_this_one_is_counted(at_once: Any, make: ModuleType) -> None:
    idea, other, lab, voter = make.idea().id, make.idea().id, make.lab_officer().id, make.person().id
    given, merged = threading.Event(), threading.Event()

    def support() -> None:
        voting.support(session.get_one(Idea, other), by=session.get_one(Person, voter))
        given.set()
        merged.wait(0.5)

    def merge() -> None:
        details = {"into": session.get_one(Idea, other), "reason": "They are the same."}
        given.wait(PATIENCE)
        move("merge", session.get_one(Idea, idea), by=session.get_one(Person, lab), details=details)
        merged.set()

    assert at_once(support, merge) == [None, None]
    assert _supports(other) == (1, 1)


def test_an_idea_that_closes_at_this_moment_takes_no_more_support(at_once: Any, make: ModuleType) -> None:
    idea, lab, voter = make.idea().id, make.lab_officer().id, make.person().id
    looked, closed = threading.Event(), threading.Event()

    def support() -> None:
        seen_open = session.get_one(Idea, idea)
        looked.set()
        closed.wait(PATIENCE)
        voting.support(seen_open, by=session.get_one(Person, voter))

    def close() -> None:
        looked.wait(PATIENCE)
        move("close", session.get_one(Idea, idea), by=session.get_one(Person, lab), details={"reason": "Not now."})
        session.commit()
        closed.set()

    refusal, _done = at_once(support, close)

    assert isinstance(refusal, RuleBroken)
    assert _supports(idea) == (0, 0)


def test_changing_a_plan_and_moving_its_trial_come_one_after_the_other(at_once: Any, make: ModuleType) -> None:
    trial = make.trial()
    ids, owner = (trial.id, trial.idea_id), trial.owner_id
    together = threading.Barrier(2)

    def change() -> None:
        planned, by = session.get_one(Trial, ids[0]), session.get_one(Person, owner)
        plan = replace(plan_of(planned), adapted="As at the port.")
        together.wait(PATIENCE)
        trials.change_plan(planned, by=by, plan=plan, version=planned.version)

    def stop() -> None:
        planned, by = session.get_one(Trial, ids[0]), session.get_one(Person, owner)
        idea = session.get_one(Idea, ids[1])
        together.wait(PATIENCE)
        move("stop", idea, by=by, trial=planned, details={"reason": "The office moves."})

    changed, stopped = at_once(change, stop)

    assert stopped is None
    assert changed is None or isinstance(changed, RuleBroken)
    assert session.get_one(Trial, ids[0]).stop_reason == "The office moves."
