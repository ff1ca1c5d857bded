"""What others tried elsewhere is taken over whole, once, and under their name."""

from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType

import pytest

from accounts.service import imported_person
from core.errors import Invalid
from ideas.events import history_of, verify
from ideas.models import Stage, Verdict
from ideas.text import IdeaText
from trials.queries import trials_of
from trials.service import EvaluationText, TrialPlan
from workflow.histories import FinishedHistory, take_over, taken_over


@pytest.fixture
def history(make: ModuleType) -> FinishedHistory:
    home = make.organisation()
    return FinishedHistory(
        source="Another lab",
        external_id="7",
        licence="CC0",
        url="https://lab.example/7",
        author=imported_person(source="Another lab", name="Another lab"),
        text=IdeaText(
            title="A letter", problem="Few answer.", proposal="Ask twice.", language="en", organisation_id=home.id
        ),
        plan=TrialPlan(organisation=home, steps="Ask twice.", participants="200 households"),
        evaluation=EvaluationText(
            verdict=Verdict.DID_NOT, what_happened="As few answered.", no_reading_because="In words only."
        ),
        began=datetime(2017, 1, 1, 5, tzinfo=UTC),
        ended=datetime(2017, 12, 31, 5, tzinfo=UTC),
    )


def test_a_history_is_evaluated_from_the_start(history: FinishedHistory) -> None:
    idea = take_over(history)
    [trial] = trials_of(idea)

    assert (idea.stage, idea.verdict, idea.number) == (Stage.EVALUATED, Verdict.DID_NOT, "2017-0001")
    assert (idea.submitted_at, idea.evaluated_at) == (history.began, history.ended)
    assert trial.evaluation is not None
    assert (trial.evaluation.published_at, trial.evaluation.follow_up_due_on) == (history.ended, None)
    assert (trial.owner, trial.source) == (None, "Another lab")


def test_its_one_event_says_where_it_comes_from(history: FinishedHistory) -> None:
    idea = take_over(history)
    [event] = history_of(idea)

    assert (event.kind, event.actor, event.data["licence"]) == ("imported", None, "CC0")
    assert verify(idea.id) is None


def test_taking_it_over_twice_changes_nothing(history: FinishedHistory) -> None:
    idea = take_over(history)

    assert take_over(replace(history, licence="another")) is idea
    assert idea.licence == "CC0"
    assert taken_over("Another lab", "7") is idea
    assert taken_over("A third lab", "7") is None


def test_a_history_without_a_reading_has_to_say_why(history: FinishedHistory) -> None:
    silent = replace(history, evaluation=replace(history.evaluation, no_reading_because=""))

    with pytest.raises(Invalid):
        take_over(silent)
