"""Check-ins, readings and the way to the evaluation."""

from datetime import date, timedelta
from typing import Any

import pytest

from core import clock
from core.database import session
from core.errors import Invalid, NotAllowed, RuleBroken
from ideas.events import history_of
from ideas.models import Verdict
from notifications.models import Notice
from trials import life, queries, service
from trials.models import Arm, CheckIn, MetricKind, Mood, Reading, TrialState
from trials.service import EvaluationText, NewReading


def check_in(trial: Any, *values: float, on: date | None = None, **facts: Any) -> CheckIn:
    readings = [NewReading(metric=trial.main_metric, value=value) for value in values]
    usual = {"by": trial.owner, "on": on or clock.today(), "mood": Mood.ON_TRACK, "readings": readings}
    return service.check_in(trial, **{**usual, **facts})


@pytest.fixture
def running(make: Any) -> Any:
    return make.trial(state=TrialState.RUNNING, starts_on=clock.today() - timedelta(days=20))


def test_the_owner_reports_what_was_read(running: Any) -> None:
    report = check_in(running, 54.0, learned="People come later in the day.")

    assert [reading.value for reading in report.readings] == [54.0]
    assert history_of(running.idea)[-1].data == {"check_in": report.id, "mood": "on_track"}


def test_the_same_form_sent_twice_reports_once(running: Any) -> None:
    first, second = check_in(running, 54.0, mark="one form"), check_in(running, 54.0, mark="one form")

    assert first is second
    assert session.query(Reading).count() == 1


def test_only_the_owner_checks_in(running: Any) -> None:
    with pytest.raises(NotAllowed):
        check_in(running, 54.0, by=running.sponsor)


@pytest.mark.parametrize("state", [TrialState.PLANNED, TrialState.FINISHED])
def test_a_trial_that_does_not_run_takes_no_report(make: Any, state: TrialState) -> None:
    with pytest.raises(RuleBroken):
        check_in(make.trial(state=state))


@pytest.mark.parametrize("days", [1, -21])
def test_a_report_is_of_a_day_within_the_trial(running: Any, days: int) -> None:
    with pytest.raises(Invalid) as refusal:
        check_in(running, on=clock.today() + timedelta(days=days))

    assert refusal.value.field == "on"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0, 1e13])
def test_a_value_nobody_can_have_read_is_refused(running: Any, value: float) -> None:
    with pytest.raises(Invalid) as refusal:
        check_in(running, value)

    assert refusal.value.field == f"reading-{running.main_metric.id}-trial-value"
    assert session.query(CheckIn).count() == 0


@pytest.mark.parametrize(
    ("kind", "value"), [(MetricKind.PERCENT, 100.5), (MetricKind.RATING, 0.0), (MetricKind.RATING, 6.0)]
)
def test_a_value_lies_in_the_range_of_its_kind(make: Any, kind: MetricKind, value: float) -> None:
    trial = make.trial(state=TrialState.RUNNING, metrics=[make.metric(kind=kind, baseline=5.0, target=4.0)])

    with pytest.raises(Invalid):
        check_in(trial, value)


def test_a_sample_is_of_somebody(running: Any) -> None:
    reading = NewReading(metric=running.main_metric, value=3.0, sample_size=0)

    with pytest.raises(Invalid, match="from 1 upwards"):
        check_in(running, readings=[reading])


def test_a_reading_of_another_trial_is_refused(make: Any, running: Any) -> None:
    other = make.trial()

    with pytest.raises(Invalid):
        check_in(running, readings=[NewReading(metric=other.main_metric, value=1.0)])


def test_the_sponsor_hears_at_once_that_a_trial_is_blocked(running: Any) -> None:
    check_in(running, mood=Mood.BLOCKED)

    notice = session.query(Notice).filter_by(person_id=running.sponsor_id).order_by(Notice.id.desc()).first()
    assert notice is not None
    assert notice.urgent


def test_a_corrected_reading_stays_on_file_and_points_to_the_new_one(running: Any) -> None:
    old = check_in(running, 540.0).readings[0]

    new = service.supersede(old, by=running.owner, value=54.0, sample_size=30, note="A zero too many.")

    assert (old.value, old.superseded_by_id) == (540.0, new.id)
    assert (new.value, new.on, new.check_in_id) == (54.0, old.on, old.check_in_id)
    assert [reading.id for reading in queries.readings_of([running])[old.metric_id]] == [new.id]
    assert history_of(running.idea)[-1].kind == "reading-superseded"


def test_a_reading_is_corrected_once(running: Any) -> None:
    old = check_in(running, 540.0).readings[0]
    service.supersede(old, by=running.owner, value=54.0, sample_size=None, note="A zero too many.")

    with pytest.raises(RuleBroken, match="corrected already"):
        service.supersede(old, by=running.owner, value=55.0, sample_size=None, note="No, this.")


def test_a_correction_says_why(running: Any) -> None:
    old = check_in(running, 540.0).readings[0]

    with pytest.raises(Invalid) as refusal:
        service.supersede(old, by=running.owner, value=54.0, sample_size=None, note=" ")

    assert refusal.value.field == "note"


def test_readings_stay_once_an_evaluation_builds_on_them(make: Any) -> None:
    trial = make.evaluated_trial()
    reading = queries.last_readings([trial])[trial.main_metric.id]

    with pytest.raises(RuleBroken, match="evaluation"):
        service.supersede(reading, by=trial.owner, value=1.0, sample_size=None, note="Looks better.")


def test_the_latest_reading_is_that_of_the_latest_day_on_the_trials_own_side(running: Any) -> None:
    today = clock.today()
    check_in(running, 60.0, on=today - timedelta(days=1))
    check_in(running, 80.0, on=today - timedelta(days=9))
    other_side = NewReading(metric=running.main_metric, value=99.0, arm=Arm.COMPARISON)
    check_in(running, readings=[other_side])

    assert queries.last_readings([running])[running.main_metric.id].value == 60.0


def test_a_planned_trial_that_is_stopped_leaves_nothing_to_evaluate(make: Any) -> None:
    trial = make.trial()

    life.stop(trial, "The office moved.")

    assert trial.state is TrialState.STOPPED
    assert trial.evaluation_due_on is None


def test_stopping_needs_a_reason(running: Any) -> None:
    with pytest.raises(Invalid):
        life.stop(running, " ")


def test_a_finished_trial_is_evaluated_within_thirty_days(running: Any) -> None:
    life.finish(running)

    assert running.ended_on == clock.today()
    assert running.evaluation_due_on == clock.today() + timedelta(days=30)


def test_locking_sets_the_first_day_where_none_was_planned(make: Any) -> None:
    trial = make.trial(starts_on=None)

    life.lock(trial)

    assert trial.starts_on == clock.today()
    assert trial.locked_at is not None


def test_a_trial_is_locked_once(running: Any) -> None:
    with pytest.raises(RuleBroken):
        life.lock(running)


def evaluation(**facts: Any) -> EvaluationText:
    return EvaluationText(**{"verdict": Verdict.PARTLY, "what_happened": "Half of it.", **facts})


def test_an_owner_does_not_evaluate(running: Any) -> None:
    check_in(running, 54.0)
    life.finish(running)

    with pytest.raises(NotAllowed):
        life.publish_evaluation(running, by=running.owner, evaluation=evaluation())


def test_without_a_reading_the_evaluation_says_why(make: Any, running: Any) -> None:
    life.finish(running)

    with pytest.raises(Invalid) as refusal:
        life.publish_evaluation(running, by=make.person(), evaluation=evaluation())

    assert refusal.value.field == "no_reading_because"
    said = evaluation(no_reading_because="The register burned.")
    assert life.publish_evaluation(running, by=make.person(), evaluation=said).id


def test_a_running_trial_is_not_evaluated(make: Any, running: Any) -> None:
    with pytest.raises(RuleBroken):
        life.publish_evaluation(running, by=make.person(), evaluation=evaluation())


def test_a_trial_is_evaluated_once(make: Any) -> None:
    trial = make.evaluated_trial()

    with pytest.raises(RuleBroken, match="already"):
        life.publish_evaluation(trial, by=make.person(), evaluation=evaluation())


@pytest.mark.parametrize(
    ("day", "later"),
    [
        (date(2026, 3, 15), date(2026, 9, 15)),
        (date(2026, 8, 31), date(2027, 2, 28)),
        (date(2027, 8, 31), date(2028, 2, 29)),
        (date(2026, 12, 31), date(2027, 6, 30)),
    ],
)
def test_six_months_later_is_the_same_day_or_the_last_of_a_short_month(day: date, later: date) -> None:
    assert life.months_later(day, 6) == later
