"""A trial's way from plan to evaluation. Only the workflow calls these: it asks who may and tells the history."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Person
from core import clock
from core.database import session
from core.errors import Invalid, NotAllowed, RuleBroken
from core.languages import gettext as _
from ideas.models import Verdict
from trials import queries
from trials.models import Advice, Evaluation, Trial, TrialState

EVALUATION_WITHIN = timedelta(days=30)
FOLLOW_UP_MONTHS = 6
EVALUATION_LIMIT = 10_000
"""The most characters each text of an evaluation may have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationText:
    """What an evaluator writes."""

    verdict: Verdict
    what_happened: str
    side_effects: str = ""
    would_do_differently: str = ""
    what_others_need: str = ""
    advice: Advice | None = None
    no_reading_because: str = ""


TEXTS = ("what_happened", "side_effects", "would_do_differently", "what_others_need", "no_reading_because")


def mark_started(trial: Trial) -> None:
    """Note that the idea came into trial by this plan; noting it twice changes nothing."""
    if trial.state is not TrialState.PLANNED:
        raise RuleBroken(_("This trial is past its start."))
    trial.started_at = trial.started_at or clock.now()
    session.flush()


def lock(trial: Trial) -> None:
    """Set the trial running: its plan cannot change any more. It starts today where no day was planned."""
    if trial.state is not TrialState.PLANNED:
        raise RuleBroken(_("This trial runs already, or it is over."))
    trial.state = TrialState.RUNNING
    trial.locked_at = clock.now()
    trial.starts_on = trial.starts_on or clock.today()
    session.flush()


def finish(trial: Trial) -> None:
    """End a running trial; its evaluation is due in 30 days."""
    if trial.state is not TrialState.RUNNING:
        raise RuleBroken(_("Only a running trial can finish."))
    _end(trial, TrialState.FINISHED)


def stop(trial: Trial, reason: str) -> None:
    """End a trial before its time, for a reason. If it had started, what was learned is evaluated within 30 days."""
    if trial.is_over:
        raise RuleBroken(_("This trial is over already."))
    if not reason.strip():
        raise Invalid(_("Say why the trial stops: others learn from it."), field="reason")
    trial.stop_reason = reason.strip()
    trial.locked_at = trial.locked_at or clock.now()
    _end(trial, TrialState.STOPPED)


def _end(trial: Trial, state: TrialState) -> None:
    trial.state = state
    trial.ended_on = clock.today()
    trial.evaluation_due_on = trial.ended_on + EVALUATION_WITHIN if trial.started_at else None
    session.flush()


def publish_evaluation(trial: Trial, *, by: Person | None, evaluation: EvaluationText) -> Evaluation:
    """Publish what the trial showed; somebody looks again six months later whether it is still in use.

    `by` is None for evaluations that others wrote elsewhere.
    """
    if by is not None and by.id == trial.owner_id:
        raise NotAllowed(_("A trial is evaluated by somebody other than its owner."))
    if not trial.is_over:
        raise RuleBroken(_("A trial is evaluated when it is over."))
    if trial.evaluation is not None:
        raise RuleBroken(_("This trial has been evaluated already."))
    _check(trial, evaluation)
    published = Evaluation(
        trial=trial,
        verdict=evaluation.verdict,
        advice=evaluation.advice,
        evaluator=by,
        published_at=clock.now(),
        follow_up_due_on=months_later(clock.today(), FOLLOW_UP_MONTHS),
        **{name: getattr(evaluation, name).strip() for name in TEXTS},
    )
    session.add(published)
    session.flush()
    return published


def _check(trial: Trial, evaluation: EvaluationText) -> None:
    if not evaluation.what_happened.strip():
        raise Invalid(_("Tell what happened."), field="what_happened")
    for name in TEXTS:
        if len(getattr(evaluation, name)) > EVALUATION_LIMIT:
            raise Invalid(_("This is too long: at most %(most)s characters.", most=EVALUATION_LIMIT), field=name)
    has_reading = trial.main_metric is not None and queries.unmeasured_main_metric(trial) is None
    if not has_reading and not evaluation.no_reading_because.strip():
        raise Invalid(_("The main measure has no reading. Say why there is none."), field="no_reading_because")


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of a month that is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    first = date(day.year + year, month + 1, 1)
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
