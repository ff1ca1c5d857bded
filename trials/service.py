"""Planning a trial, asking its sponsor, and (from the rooms beside this one) measuring and moving it on."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from accounts.models import Person
from accounts.policy import is_member
from core import clock
from core.database import session
from core.errors import Invalid, NotAllowed, RuleBroken
from core.languages import gettext as _
from ideas.models import Idea, Stage
from notifications.queries import followers_of
from trials import policy, queries
from trials.life import EvaluationText, finish, lock, mark_started, publish_evaluation, stop
from trials.measuring import NewReading, check_in, hold, supersede
from trials.models import Trial, TrialState
from trials.plans import (
    RISKS,
    TRIAL_FIELDS,
    MetricPlan,
    StalePlan,
    TrialPlan,
    changed_fields,
    check,
    metric_from,
    needs_new_yes,
    plan_of,
    with_main,
)
from trials.telling import announce

__all__ = [
    "EvaluationText",
    "MetricPlan",
    "NewReading",
    "StalePlan",
    "TrialPlan",
    "agree",
    "change_plan",
    "check_in",
    "decline",
    "finish",
    "lock",
    "mark_started",
    "name_sponsor",
    "plan",
    "publish_evaluation",
    "repeat",
    "stop",
    "supersede",
]

SHORT_LIMIT = 2_000
"""The most characters of a sponsor's reason."""


def plan(idea: Idea, *, by: Person, plan: TrialPlan, mark: str | None = None) -> Trial:
    """Plan to try the idea; whoever plans owns the trial. The same form (`mark`) sent twice makes one plan."""
    _may_plan(idea, by)
    check(plan)
    return _add(idea, Trial(owner=by), plan, by=by, mark=mark)


def repeat(original: Trial, *, by: Person, mark: str | None = None) -> Trial:
    """Plan the evaluated trial anew at home: the same plan, with a baseline and a sponsor still to find."""
    _may_plan(original.idea, by)
    if original.evaluation is None:
        raise RuleBroken(_("A trial can be repeated when its evaluation is published."))
    if by.organisation is None:
        raise RuleBroken(_("Say in your settings where you work: the trial is repeated there."))
    copied = replace(
        plan_of(original),
        organisation=by.organisation,
        province=by.province,
        site="",
        sponsor=None,
        evaluator=None,
        starts_on=None,
        ends_on=None,
        adapted="",
        metrics=tuple(_without_baseline(metric) for metric in plan_of(original).metrics),
    )
    return _add(original.idea, Trial(owner=by, replicates=original), copied, by=by, mark=mark)


def _without_baseline(metric: MetricPlan) -> MetricPlan:
    return replace(metric, id=None, baseline=None, baseline_on=None, baseline_how="", no_baseline_because="")


def _may_plan(idea: Idea, by: Person) -> None:
    if not is_member(by):
        raise NotAllowed(_("Only members plan trials."))
    if not policy.may_plan(by, idea):
        reason = _("A draft cannot be tried.") if idea.stage is Stage.DRAFT else _("This idea is closed.")
        raise RuleBroken(reason)


def _add(idea: Idea, trial: Trial, plan: TrialPlan, *, by: Person, mark: str | None) -> Trial:
    if mark and (already := queries.trial_of_form(mark)) and already.owner_id == by.id:
        return already
    trial.idea, trial.form_mark = idea, mark
    _take(trial, replace(plan, sponsor=None))
    try:
        with session.begin_nested():
            session.add(trial)
    except IntegrityError:
        # The same form at the same moment: the other one was quicker.
        if mark and (already := queries.trial_of_form(mark)):
            return already
        raise
    data = {"replicates": trial.replicates.id} if trial.replicates else None
    authors = [authorship.person_id for authorship in idea.authorships]
    announce(trial, "trial-planned", by=by, to=[*authors, *followers_of(idea.id)], data=data)
    if plan.sponsor:
        name_sponsor(trial, plan.sponsor, by=by)
    return trial


def change_plan(trial: Trial, *, by: Person, plan: TrialPlan, version: int) -> None:
    """Change a plan that is not locked. `version` is that of the plan the change was written over.

    StalePlan when somebody changed it since. A change that matters to the sponsor takes a yes back.
    """
    hold(trial)
    _may_edit(trial, by)
    if version != trial.version:
        raise StalePlan(plan_of(trial), trial.version)
    plan = replace(plan, metrics=with_main(plan.metrics))
    check(plan)
    changed = changed_fields(plan_of(trial), plan)
    if not changed:
        return
    if trial.started_at and changed & set(RISKS):
        raise RuleBroken(
            _("The trial was started on its risk answers: they stay. Stop it and plan anew if they were wrong.")
        )
    _take(trial, replace(plan, sponsor=trial.sponsor))
    if "sponsor" in changed:
        name_sponsor(trial, plan.sponsor, by=by)
    withdrawn = trial.sponsor_agreed_at is not None and needs_new_yes(changed)
    if withdrawn:
        trial.sponsor_agreed_at = None
    # A metric alone may have changed, and the plan has a new version all the same.
    flag_modified(trial, "site")
    session.flush()
    data = {"fields": sorted(changed), "yes_withdrawn": withdrawn}
    announce(trial, "plan-changed", by=by, to=[trial.sponsor_id] if withdrawn else [], urgent=True, data=data)


def _may_edit(trial: Trial, by: Person) -> None:
    if not policy.is_owner(by, trial):
        raise NotAllowed(_("Only the owner of a trial changes its plan."))
    if trial.state is not TrialState.PLANNED:
        raise RuleBroken(_("The plan was locked when the trial began to run."))


def _take(trial: Trial, plan: TrialPlan) -> None:
    plan = replace(plan, metrics=with_main(plan.metrics))
    _check_people(trial, plan)
    for name in TRIAL_FIELDS:
        setattr(trial, name, getattr(plan, name))
    _take_metrics(trial, plan.metrics)


def _take_metrics(trial: Trial, planned: Sequence[MetricPlan]) -> None:
    there = {metric.id: metric for metric in trial.metrics}
    wanted = {each.id for each in planned}
    for metric in there.values():
        # One main metric at a time: the old one steps back before the new one steps up.
        metric.main = False
        if metric.id not in wanted:
            trial.metrics.remove(metric)
            session.delete(metric)
    if there:
        session.flush()
    for each in planned:
        if each.id in there:
            metric_from(each, there[each.id])
        else:
            trial.metrics.append(metric_from(each))


def _check_people(trial: Trial, plan: TrialPlan) -> None:
    check(plan)
    _check_other(trial, plan.evaluator, "evaluator", _("A trial is evaluated by somebody other than its owner."))


def _check_other(trial: Trial, person: Person | None, field: str, because: str) -> None:
    if person is None:
        return
    if not is_member(person):
        raise Invalid(_("This colleague has no active account."), field=field)
    if trial.owner is person:
        raise Invalid(because, field=field)


def name_sponsor(trial: Trial, sponsor: Person | None, *, by: Person) -> None:
    """Name who shall cover the trial, or nobody for now; naming somebody else takes the yes back."""
    _may_edit(trial, by)
    if trial.sponsor is sponsor:
        return
    _check_other(trial, sponsor, "sponsor", _("Nobody sponsors their own trial: ask whoever leads the site."))
    trial.sponsor = sponsor
    trial.sponsor_agreed_at = None
    session.flush()
    if sponsor:
        announce(trial, "sponsor-named", by=by, to=[sponsor.id], urgent=True, data={"sponsor": sponsor.id})


def agree(trial: Trial, *, by: Person, version: int | None = None) -> None:
    """The named sponsor says yes to the plan as it stood at `version`; saying it twice changes nothing."""
    hold(trial)
    _is_asked(trial, by)
    if trial.sponsor_agreed_at is not None:
        return
    if version is not None and version != trial.version:
        raise RuleBroken(_("The plan was changed since you opened it. Read it again, then say yes."))
    trial.sponsor_agreed_at = clock.now()
    session.flush()
    announce(trial, "sponsor-agreed", by=by, to=[trial.owner_id], urgent=True)


def decline(trial: Trial, *, by: Person, reason: str) -> None:
    """The named sponsor says no, or steps back from a yes, and says why; the owner may then name somebody else."""
    hold(trial)
    _is_asked(trial, by)
    if not reason.strip():
        raise Invalid(_("Say why, so that the owner can mend the plan."), field="reason")
    if len(reason) > SHORT_LIMIT:
        raise Invalid(_("This is too long: at most %(most)s characters.", most=SHORT_LIMIT), field="reason")
    trial.sponsor = None
    trial.sponsor_agreed_at = None
    session.flush()
    announce(trial, "sponsor-declined", by=by, to=[trial.owner_id], urgent=True, reason=reason.strip())


def _is_asked(trial: Trial, by: Person) -> None:
    if not policy.is_sponsor(by, trial):
        raise NotAllowed(_("Only the sponsor the plan names can answer."))
    if trial.state is not TrialState.PLANNED:
        raise RuleBroken(_("The plan is locked: the sponsor's answer came before."))
