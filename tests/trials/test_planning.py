"""Planning a trial and asking its sponsor."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import PersonStatus
from core import clock
from core.database import session
from core.errors import Invalid, NotAllowed, RuleBroken
from ideas.events import history_of, verify
from ideas.models import Stage
from notifications.models import Notice
from trials import service
from trials.models import Better, Metric, MetricKind, TrialState
from trials.plans import StalePlan, plan_of, ready_made


def kinds(trial: Any) -> list[str]:
    return [event.kind for event in history_of(trial.idea) if event.trial_id == trial.id]


def told(person: Any) -> int:
    return session.query(Notice).filter_by(person_id=person.id).count()


def test_whoever_plans_owns_the_trial(make: Any) -> None:
    idea, planner = make.idea(), make.person()

    trial = service.plan(idea, by=planner, plan=make.trial_plan())

    assert trial.owner is planner
    assert trial.state is TrialState.PLANNED
    assert kinds(trial) == ["trial-planned"]


def test_the_author_of_the_idea_is_told_of_a_plan(make: Any) -> None:
    author = make.person()
    idea = make.idea(by=author)
    before = told(author)

    service.plan(idea, by=make.person(), plan=make.trial_plan())

    assert told(author) == before + 1


def test_a_draft_cannot_be_tried(make: Any) -> None:
    author = make.person()
    draft = make.idea(stage=Stage.DRAFT, by=author)

    with pytest.raises(RuleBroken, match="draft"):
        service.plan(draft, by=author, plan=make.trial_plan())


def test_somebody_suspended_plans_nothing(make: Any) -> None:
    idle = make.person(status=PersonStatus.SUSPENDED)

    with pytest.raises(NotAllowed):
        service.plan(make.idea(), by=idle, plan=make.trial_plan())


def test_the_same_form_sent_twice_makes_one_plan(make: Any) -> None:
    idea, planner = make.idea(), make.person()

    first = service.plan(idea, by=planner, plan=make.trial_plan(), mark="the same form")
    second = service.plan(idea, by=planner, plan=make.trial_plan(), mark="the same form")

    assert first is second


def test_the_first_metric_is_the_main_one_where_none_was_marked(make: Any) -> None:
    metrics = [ready_made(MetricKind.TIME), ready_made(MetricKind.VISITS)]

    trial = service.plan(make.idea(), by=make.person(), plan=make.trial_plan(metrics=metrics))

    assert [metric.main for metric in trial.metrics] == [True, False]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"organisation": None}, "organisation_id"),
        ({"province": "99"}, "province"),
        ({"site": "x" * 201}, "site"),
        ({"check_in_days": 0}, "check_in_days"),
        ({"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, "ends_on"),
        ({"ends_on": date(9999, 1, 1)}, "ends_on"),
        ({"starts_on": date(1, 1, 1)}, "starts_on"),
    ],
)
def test_a_plan_that_cannot_be_meant_is_refused_at_its_field(make: Any, wrong: dict[str, Any], field: str) -> None:
    plan = replace(make.trial_plan(), **wrong)

    with pytest.raises(Invalid) as refusal:
        service.plan(make.idea(), by=make.person(), plan=plan)

    assert refusal.value.field == field


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_km": "", "name_en": ""}, "metric-0-name_en"),
        ({"target": float("nan")}, "metric-0-target"),
        ({"target": float("inf")}, "metric-0-target"),
        ({"baseline": -1.0}, "metric-0-baseline"),
        ({"kind": MetricKind.PERCENT, "baseline": 101.0}, "metric-0-baseline"),
        ({"kind": MetricKind.RATING, "baseline": 5.0, "target": 0.5}, "metric-0-target"),
        ({"baseline": 60.0, "target": 70.0}, "metric-0-target"),
        ({"baseline": 60.0, "target": 5.0, "better": Better.HIGHER}, "metric-0-target"),
        ({"baseline_on": date(9999, 1, 1)}, "metric-0-baseline_on"),
        ({"unit": "u" * 41}, "metric-0-unit"),
    ],
)
def test_a_metric_that_cannot_be_meant_is_refused_at_its_field(make: Any, wrong: dict[str, Any], field: str) -> None:
    plan = make.trial_plan(metrics=[make.metric(**wrong)])

    with pytest.raises(Invalid) as refusal:
        service.plan(make.idea(), by=make.person(), plan=plan)

    assert refusal.value.field == field


def test_nobody_sponsors_their_own_trial(make: Any) -> None:
    owner = make.person()

    with pytest.raises(Invalid, match="own trial"):
        service.plan(make.idea(), by=owner, plan=make.trial_plan(sponsor=owner))


def test_nobody_is_to_evaluate_their_own_trial(make: Any) -> None:
    owner = make.person()

    with pytest.raises(Invalid, match="other than its owner"):
        service.plan(make.idea(), by=owner, plan=make.trial_plan(evaluator=owner))


def test_a_sponsor_is_asked_and_the_owner_told_of_the_yes(make: Any) -> None:
    owner, sponsor = make.person(), make.person()

    trial = service.plan(make.idea(), by=owner, plan=make.trial_plan(sponsor=sponsor))
    service.agree(trial, by=sponsor)

    assert (told(sponsor), told(owner)) == (1, 1)
    assert kinds(trial) == ["trial-planned", "sponsor-named", "sponsor-agreed"]
    assert verify(trial.idea_id) is None


def test_agreeing_twice_changes_nothing(make: Any) -> None:
    trial = make.trial()
    agreed_at = trial.sponsor_agreed_at

    service.agree(trial, by=trial.sponsor)

    assert trial.sponsor_agreed_at == agreed_at
    assert kinds(trial).count("sponsor-agreed") == 1


def test_only_the_named_sponsor_agrees(make: Any) -> None:
    trial = make.trial()

    with pytest.raises(NotAllowed):
        service.agree(trial, by=make.person())


def test_a_sponsor_does_not_agree_to_a_plan_they_have_not_read(make: Any) -> None:
    owner, sponsor = make.person(), make.person()
    trial = service.plan(make.idea(), by=owner, plan=make.trial_plan(sponsor=sponsor))
    read = trial.version
    service.change_plan(trial, by=owner, plan=replace(plan_of(trial), steps="Something else."), version=read)

    with pytest.raises(RuleBroken, match="Read it again"):
        service.agree(trial, by=sponsor, version=read)


def test_a_sponsor_who_declines_leaves_the_place_open_and_says_why(make: Any) -> None:
    trial = make.trial()
    sponsor = trial.sponsor

    service.decline(trial, by=sponsor, reason="We have no staff in April.")

    assert trial.sponsor is None
    assert trial.sponsor_agreed_at is None
    assert history_of(trial.idea)[-1].reason == "We have no staff in April."


def test_declining_needs_a_reason(make: Any) -> None:
    trial = make.trial()

    with pytest.raises(Invalid):
        service.decline(trial, by=trial.sponsor, reason="  ")


@pytest.mark.parametrize(
    ("change", "still_agreed"),
    [({"check_in_days": 14}, True), ({"hypothesis_because": "it did once"}, True), ({"steps": "Another way."}, False)],
)
def test_a_yes_is_taken_back_by_a_change_that_matters(make: Any, change: dict[str, Any], still_agreed: bool) -> None:
    trial = make.trial()

    service.change_plan(trial, by=trial.owner, plan=replace(plan_of(trial), **change), version=trial.version)

    assert (trial.sponsor_agreed_at is not None) is still_agreed


def test_measuring_the_baseline_does_not_take_the_yes_back(make: Any) -> None:
    trial = make.trial(metrics=[make.metric(baseline=None)])
    old = plan_of(trial)
    measured = replace(old, metrics=(replace(old.metrics[0], baseline=58.0, baseline_on=clock.today()),))

    service.change_plan(trial, by=trial.owner, plan=measured, version=trial.version)

    assert trial.main_metric is not None
    assert trial.main_metric.baseline == 58.0
    assert trial.sponsor_agreed_at is not None


def test_of_two_changes_at_once_the_second_sees_both_texts(make: Any) -> None:
    trial = make.trial()
    read, plan = trial.version, plan_of(trial)
    service.change_plan(trial, by=trial.owner, plan=replace(plan, steps="First."), version=read)

    with pytest.raises(StalePlan) as conflict:
        service.change_plan(trial, by=trial.owner, plan=replace(plan, steps="Second."), version=read)

    assert conflict.value.theirs.steps == "First."
    assert conflict.value.version == trial.version
    assert trial.steps == "First."


def test_a_change_of_a_metric_alone_is_a_new_version(make: Any) -> None:
    trial = make.trial()
    read, plan = trial.version, plan_of(trial)

    changed = replace(plan, metrics=(replace(plan.metrics[0], target=4.0),))
    service.change_plan(trial, by=trial.owner, plan=changed, version=read)

    assert trial.version > read


def test_metrics_are_added_left_out_and_change_places(make: Any) -> None:
    trial = make.trial(metrics=[make.metric(), make.metric(name_en="Cost", main=False)])
    plan = plan_of(trial)
    kept = replace(plan.metrics[1], main=True)
    new = (kept, make.metric(name_en="Visits", main=False))

    service.change_plan(trial, by=trial.owner, plan=replace(plan, metrics=new), version=trial.version)

    session.expire_all()
    assert [metric.name_en for metric in trial.metrics] == ["Cost", "Visits"]
    assert trial.main_metric is not None
    assert trial.main_metric.id == kept.id
    assert session.query(Metric).count() == 2


def test_the_main_metric_moves_from_a_later_to_an_earlier_one(make: Any) -> None:
    trial = make.trial(metrics=[make.metric(main=False), make.metric(name_en="Cost", main=True)])
    first, second = plan_of(trial).metrics
    swapped = (replace(first, main=True), replace(second, main=False))

    service.change_plan(trial, by=trial.owner, plan=replace(plan_of(trial), metrics=swapped), version=trial.version)

    assert trial.main_metric is not None
    assert trial.main_metric.id == first.id


def test_a_plan_saved_unchanged_leaves_no_trace(make: Any) -> None:
    trial = make.trial()
    before = kinds(trial)

    service.change_plan(trial, by=trial.owner, plan=plan_of(trial), version=trial.version)

    assert kinds(trial) == before


def test_a_locked_plan_does_not_change(make: Any) -> None:
    trial = make.trial(state=TrialState.RUNNING)

    with pytest.raises(RuleBroken, match="locked"):
        service.change_plan(trial, by=trial.owner, plan=plan_of(trial), version=trial.version)


def test_risk_answers_stay_once_the_trial_was_started_on_them(make: Any) -> None:
    trial = make.trial(started=True)
    riskier = replace(plan_of(trial), costs_money=True)

    with pytest.raises(RuleBroken, match="risk answers"):
        service.change_plan(trial, by=trial.owner, plan=riskier, version=trial.version)


def test_somebody_else_does_not_change_the_plan(make: Any) -> None:
    trial = make.trial()

    with pytest.raises(NotAllowed):
        service.change_plan(trial, by=trial.sponsor, plan=plan_of(trial), version=trial.version)


def test_an_evaluated_trial_is_repeated_at_home_without_its_baseline(make: Any) -> None:
    original = make.evaluated_trial()
    planner = make.person()

    again = service.repeat(original, by=planner)

    assert again.replicates is original
    assert again.organisation is planner.organisation
    assert again.steps == original.steps
    assert again.main_metric is not None
    assert (again.main_metric.baseline, again.main_metric.target) == (None, 5.0)
    assert (again.sponsor, again.starts_on, again.ends_on) == (None, None, None)


def test_a_trial_that_is_not_evaluated_cannot_be_repeated(make: Any) -> None:
    with pytest.raises(RuleBroken, match="evaluation"):
        service.repeat(make.trial(state=TrialState.FINISHED), by=make.person())


def test_a_plan_may_lie_some_weeks_back(make: Any) -> None:
    begun = clock.today() - timedelta(days=20)

    trial = service.plan(make.idea(), by=make.person(), plan=make.trial_plan(starts_on=begun))

    assert trial.starts_on == begun
