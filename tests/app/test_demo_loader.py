"""`flask demo load` builds the demonstration through the services, once."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_security import verify_password

from accounts.credentials import Account
from accounts.models import Person, Role
from app.demo import loader, pilots, sign_in, stories
from core import clock
from core.database import Base, session
from ideas.events import Event, verify
from ideas.models import Comment, CommentKind, Idea, Stage, Verdict
from reviews.models import Decision, Outcome
from reviews.queries import is_overdue
from tests import databases
from trials.models import Evaluation, Reading, Trial

pytestmark = pytest.mark.slow


@contextmanager
def quietly(_label: str, things: Sequence[Any]) -> Iterator[Iterable[Any]]:
    yield things


@pytest.fixture(scope="module")
def loaded() -> Iterator[loader.Loaded]:
    """Loaded once for the tests that only look, in an application of their own."""
    place = databases.SqlitePlace()
    with place.app.app_context():
        yield loader.load(quietly)
        session.remove()
    place.close()


def own_ideas() -> dict[str, Idea]:
    """The ideas written for the demonstration, by title, in the order they were posted."""
    found = session.scalars(sa.select(Idea).where(Idea.source.is_(None)).order_by(Idea.submitted_at))
    return {idea.title: idea for idea in found}


def count(model: type[Base], *conditions: sa.ColumnElement[bool]) -> int:
    return session.execute(sa.select(sa.func.count()).select_from(model).where(*conditions)).scalar_one()


def rows() -> dict[str, int]:
    """How many rows every table has."""
    return {
        table.name: session.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
        for table in Base.metadata.sorted_tables
    }


@pytest.mark.one_database
def test_every_idea_ends_as_it_is_told(loaded: loader.Loaded) -> None:
    told, ideas = {story["title"]: story for story in stories.ideas()}, own_ideas()
    merged_into = [idea.merged_into.title for idea in ideas.values() if idea.merged_into]
    alone = [idea for title, idea in ideas.items() if title not in merged_into]

    assert (loaded.ideas, loaded.pilots, loaded.consultation, loaded.comments) == (30, 20, 81, 83)
    assert {title: idea.stage.value for title, idea in ideas.items()} == {
        title: each["stage"] for title, each in told.items()
    }
    assert [idea.support_count for idea in alone] == [told[idea.title].get("supports", 0) for idea in alone]
    assert [idea.would_try_count for idea in alone] == [told[idea.title].get("would_try", 0) for idea in alone]
    assert [ideas[title].support_count > told[title]["supports"] for title in merged_into] == [True]
    assert count(Comment, Comment.kind == CommentKind.OFFICIAL) == sum("reply" in story for story in told.values())


@pytest.mark.one_database
def test_every_trial_ends_as_it_is_told(loaded: loader.Loaded) -> None:
    told = [trial for story in stories.ideas() for trial in story.get("trials", [])]
    readings = [reading for trial in told for check_in in trial["check_ins"] for reading in check_in["readings"]]
    own = sa.select(Trial).where(Trial.source.is_(None))
    trials = session.scalars(own).all()

    assert sorted(trial.state.value for trial in trials) == sorted(trial["state"] for trial in told)
    assert sorted(trial.evaluation.verdict.value for trial in trials if trial.evaluation) == sorted(
        trial["evaluation"]["verdict"] for trial in told if "evaluation" in trial
    )
    assert [trial.replicates.organisation.code for trial in trials if trial.replicates] == ["KH-17-OWS"]  # type: ignore[union-attr]
    assert count(Reading) == len(readings)
    assert count(Decision, Decision.outcome == Outcome.TRY) == sum("decision" in story for story in stories.ideas())


@pytest.mark.one_database
def test_what_happened_lies_in_the_past_and_in_order(loaded: loader.Loaded) -> None:
    ideas = list(own_ideas().values())
    posted = [idea for idea in ideas if idea.submitted_at]
    moments = session.scalars(
        sa.select(Event.at).join(Idea, Idea.id == Event.idea_id).where(Idea.source.is_(None)).order_by(Event.id)
    ).all()

    assert [idea.title for idea in ideas if verify(idea.id)] == []
    assert moments[-1] < clock.now()
    assert moments == sorted(moments)
    assert [idea.number for idea in posted] == sorted(idea.number or "" for idea in posted)
    assert [idea.first_reply_at is None for idea in posted if idea.stage is not Stage.PROPOSAL] == [False] * 17
    assert sum(is_overdue(idea) for idea in posted) == 1


@pytest.mark.one_database
def test_real_trials_are_histories_with_their_source_and_without_invented_numbers(loaded: loader.Loaded) -> None:
    found = session.scalars(sa.select(Idea).where(Idea.source == pilots.SOURCE).order_by(Idea.id)).all()
    trials = session.scalars(sa.select(Trial).where(Trial.source == pilots.SOURCE)).all()
    verdicts = {idea.external_id: idea.verdict for idea in found}

    assert all(idea.stage is Stage.EVALUATED and idea.licence and idea.source_url for idea in found)
    assert {idea.organisation.code for idea in found if idea.organisation} == {"OES"}
    assert verdicts["oes-1502"] is Verdict.WORKED
    assert verdicts["oes-1706"] is Verdict.DID_NOT
    assert verdicts["oes-1619"] is Verdict.UNCLEAR
    assert [trial.metrics for trial in trials] == [[]] * 20
    assert all(trial.evaluation and trial.evaluation.no_reading_because for trial in trials)
    assert count(Evaluation, Evaluation.follow_up_due_on.is_not(None)) == count(Evaluation) - 20


def test_the_command_loads_once_and_tells_the_accounts_each_time(app: Flask) -> None:
    first = app.test_cli_runner().invoke(args=["demo", "load"])
    before = rows()
    second = app.test_cli_runner().invoke(args=["demo", "load"])
    people = [person for _, person in sign_in.people()]
    account = session.scalars(sa.select(Account).order_by(Account.id)).first()

    assert "Added 88 organisations, 46 people, 30 ideas" in first.output
    assert "nothing was added" in second.output
    assert rows() == before
    assert len(people) == 5
    assert all(person.email in first.output and person.email in second.output for person in people if person.email)
    assert account is not None
    assert account.password is not None
    assert verify_password(sign_in.password(), account.password)


@pytest.mark.one_database
def test_each_account_has_the_role_it_stands_for(loaded: loader.Loaded) -> None:
    roles = {role: {grant.role for grant in person.grants} for role, person in sign_in.people()}

    assert roles == {
        "member": set(),
        "author": set(),
        "lab": {Role.LAB},
        "leader": {Role.LEADER},
        "admin": {Role.ADMIN},
    }


def test_without_a_demonstration_the_command_says_how_to_get_one(app: Flask) -> None:
    told = app.test_cli_runner().invoke(args=["demo", "accounts"])

    assert "not loaded" in told.output
    assert count(Person) == 0
