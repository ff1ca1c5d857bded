"""What somebody plans: a trial and its metrics as they were filled in, and whether the numbers can be meant."""

import math
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

from accounts.models import Organisation, Person
from accounts.provinces import PROVINCES
from core import clock
from core.errors import Invalid, RuleBroken
from core.languages import gettext as _
from trials.models import Better, Comparison, Metric, MetricKind, Trial

MOST_METRICS = 6
LONGEST = timedelta(days=5 * 366)
LARGEST = 1e12
LIMITS = {
    "site": 200,
    "hypothesis_if": 1_000,
    "hypothesis_then": 1_000,
    "hypothesis_because": 1_000,
    "steps": 10_000,
    "participants": 2_000,
    "stop_rule": 2_000,
    "adapted": 2_000,
    "name_km": 120,
    "name_en": 120,
    "unit": 40,
    "baseline_how": 1_000,
    "no_baseline_because": 1_000,
}
"""The most characters each text of a plan may have."""

RANGES = {MetricKind.PERCENT: (0.0, 100.0), MetricKind.RATING: (1.0, 5.0)}
"""Smallest and largest value by kind; every other kind counts from zero up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricPlan:
    """One thing to measure; `id` names the metric it changes, None for a new one."""

    id: int | None = None
    name_km: str = ""
    name_en: str = ""
    unit: str = ""
    kind: MetricKind = MetricKind.TIME
    better: Better = Better.LOWER
    baseline: float | None = None
    baseline_on: date | None = None
    baseline_how: str = ""
    no_baseline_because: str = ""
    target: float | None = None
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPlan:
    """A whole plan. Only the site is asked for at first; what else a move needs, the move says."""

    organisation: Organisation | None = None
    province: str | None = None
    site: str = ""
    sponsor: Person | None = None
    evaluator: Person | None = None
    hypothesis_if: str = ""
    hypothesis_then: str = ""
    hypothesis_because: str = ""
    steps: str = ""
    participants: str = ""
    costs_money: bool | None = None
    personal_data: bool | None = None
    changes_rule: bool | None = None
    hard_to_undo: bool | None = None
    stop_rule: str = ""
    comparison: Comparison = Comparison.BEFORE_AFTER
    starts_on: date | None = None
    ends_on: date | None = None
    check_in_days: int = 7
    adapted: str = ""
    metrics: tuple[MetricPlan, ...] = ()


class StalePlan(RuleBroken):
    """Somebody changed the plan since its form was opened; `theirs` is what is on file now, at `version`."""

    def __init__(self, theirs: TrialPlan, version: int) -> None:
        super().__init__(
            _("Somebody changed this plan while you were writing. Your text is kept below, beside theirs.")
        )
        self.theirs = theirs
        self.version = version


TRIAL_FIELDS = tuple(each.name for each in fields(TrialPlan) if each.name != "metrics")
METRIC_FIELDS = tuple(each.name for each in fields(MetricPlan) if each.name != "id")
RISKS = ("costs_money", "personal_data", "changes_rule", "hard_to_undo")

HARMLESS = {"evaluator", "check_in_days", "adapted", "hypothesis_because"}
"""What may change without asking the sponsor again: it changes neither what is done, nor to whom, nor the risk."""

HARMLESS_OF_METRIC = {"baseline", "baseline_on", "baseline_how", "no_baseline_because"}
"""Measuring the baseline is what an owner does between the sponsor's yes and the start."""


def plan_of(trial: Trial) -> TrialPlan:
    """The plan as it is on file."""
    return TrialPlan(
        **{name: getattr(trial, name) for name in TRIAL_FIELDS},
        metrics=tuple(
            MetricPlan(id=metric.id, **{name: getattr(metric, name) for name in METRIC_FIELDS})
            for metric in trial.metrics
        ),
    )


def changed_fields(old: TrialPlan, new: TrialPlan) -> set[str]:
    """The names of what differs; a metric's as "metrics.target", "metrics" where one was added or left out."""
    changed = {name for name in TRIAL_FIELDS if getattr(old, name) != getattr(new, name)}
    before = {metric.id: metric for metric in old.metrics}
    if {metric.id for metric in new.metrics} != set(before):
        changed.add("metrics")
    for metric in new.metrics:
        if was := before.get(metric.id):
            changed |= {f"metrics.{name}" for name in METRIC_FIELDS if getattr(was, name) != getattr(metric, name)}
    return changed


def needs_new_yes(changed: set[str]) -> bool:
    """Whether the sponsor has to be asked again after these changes."""
    return bool(changed - HARMLESS - {f"metrics.{name}" for name in HARMLESS_OF_METRIC})


def check(plan: TrialPlan) -> None:
    """Refuse with Invalid what cannot be meant; an unfinished plan is fine."""
    _check_lengths(plan, "")
    if not plan.organisation:
        raise Invalid(_("Say where it will be tried."), field="organisation_id")
    if plan.province and plan.province not in PROVINCES:
        raise Invalid(_("There is no such province."), field="province")
    if not 1 <= plan.check_in_days <= 90:
        raise Invalid(_("Check in at least every 90 days, and at most once a day."), field="check_in_days")
    _check_dates(plan)
    _check_metrics(plan.metrics)


def check_value(kind: MetricKind, value: float, field: str) -> None:
    """Refuse with Invalid a value the kind of metric cannot have."""
    smallest, largest = RANGES.get(kind, (0.0, LARGEST))
    if math.isfinite(value) and smallest <= value <= largest:
        return
    if kind is MetricKind.PERCENT:
        raise Invalid(_("A percentage lies between 0 and 100."), field=field)
    if kind is MetricKind.RATING:
        raise Invalid(_("A rating lies between 1 and 5."), field=field)
    raise Invalid(_("Write a number from 0 upwards that is not absurdly large."), field=field)


def _check_lengths(plan: TrialPlan | MetricPlan, prefix: str) -> None:
    for name, most in LIMITS.items():
        if len(getattr(plan, name, "")) > most:
            raise Invalid(_("This is too long: at most %(most)s characters.", most=most), field=prefix + name)


def _check_dates(plan: TrialPlan) -> None:
    today = clock.today()
    for name, day in (("starts_on", plan.starts_on), ("ends_on", plan.ends_on)):
        if day and abs(day - today) > LONGEST:
            raise Invalid(_("This day is more than five years away. Is the year right?"), field=name)
    if plan.starts_on and plan.ends_on and plan.ends_on < plan.starts_on:
        raise Invalid(_("The trial ends before it starts."), field="ends_on")


def _check_metrics(metrics: tuple[MetricPlan, ...]) -> None:
    if len(metrics) > MOST_METRICS:
        raise Invalid(_("Measure at most %(most)s things: fewer are read more often.", most=MOST_METRICS))
    if sum(metric.main for metric in metrics) > 1:
        raise Invalid(_("Only one measure can be the main one."), field="main_metric")
    for place, metric in enumerate(metrics):
        _check_metric(metric, f"metric-{place}-")


def _check_metric(metric: MetricPlan, prefix: str) -> None:
    _check_lengths(metric, prefix)
    if not (metric.name_km or metric.name_en):
        raise Invalid(_("Say what is measured."), field=prefix + "name_en")
    for name, value in (("baseline", metric.baseline), ("target", metric.target)):
        if value is not None:
            check_value(metric.kind, value, prefix + name)
    if metric.baseline_on and not clock.today() - 4 * LONGEST <= metric.baseline_on <= clock.today():
        raise Invalid(_("A baseline was measured on a day that has been."), field=prefix + "baseline_on")
    if metric.baseline is not None and metric.target is not None and _is_worse(metric):
        raise Invalid(_("The target is worse than the baseline. Is the direction right?"), field=prefix + "target")


def _is_worse(metric: MetricPlan) -> bool:
    assert metric.baseline is not None  # noqa: S101 - asked by the caller
    assert metric.target is not None  # noqa: S101
    if metric.better is Better.LOWER:
        return metric.target > metric.baseline
    return metric.target < metric.baseline


def with_main(metrics: tuple[MetricPlan, ...]) -> tuple[MetricPlan, ...]:
    """The metrics with exactly one main among them, the first where none was marked."""
    if not metrics or any(metric.main for metric in metrics):
        return metrics
    first, *others = metrics
    return (replace(first, main=True), *others)


def ready_made(kind: MetricKind) -> MetricPlan:
    """A metric most trials can use as it stands: time, cost or visits of a citizen; an empty one for other kinds."""
    known = {
        MetricKind.TIME: MetricPlan(
            name_km="រយៈពេលដែលប្រជាពលរដ្ឋចំណាយ", name_en="Time a citizen spends", unit=_("minutes"), kind=MetricKind.TIME
        ),
        MetricKind.COST: MetricPlan(
            name_km="ថ្លៃដែលប្រជាពលរដ្ឋចំណាយ", name_en="Money a citizen spends", unit=_("riel"), kind=MetricKind.COST
        ),
        MetricKind.VISITS: MetricPlan(
            name_km="ចំនួនដងដែលប្រជាពលរដ្ឋត្រូវមក", name_en="Visits a citizen makes", unit=_("visits"), kind=MetricKind.VISITS
        ),
    }  # fmt: skip
    return known.get(kind, MetricPlan(kind=kind, better=Better.HIGHER))


def first_plan(person: Person) -> TrialPlan:
    """The plan a person starts from: at home, with the time a citizen spends as a first measure."""
    return TrialPlan(organisation=person.organisation, province=person.province, metrics=(ready_made(MetricKind.TIME),))


def metric_from(plan: MetricPlan, metric: Metric | None = None) -> Metric:
    """The metric with everything as planned; a new one where none is given."""
    metric = metric or Metric()
    for name in METRIC_FIELDS:
        setattr(metric, name, getattr(plan, name))
    return metric
