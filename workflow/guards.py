"""What must be there before a move: each guard gives None, or the sentence that says what is missing."""

from core import clock
from core.errors import Invalid
from core.languages import gettext as _
from ideas.models import CloseReason, Idea, Stage
from ideas.policy import is_author
from ideas.text import NEEDED
from reviews.models import Outcome
from reviews.queries import published_decision
from trials.queries import trials_of
from workflow.transition import Answer, Attempt, Obstacle
from workflow.who import LAB

# ---- on ideas ----------------------------------------------------------------------------------


def has_title(attempt: Attempt) -> Obstacle:
    """The idea has a title."""
    return None if attempt.idea.title else str(NEEDED["title"])


def has_problem(attempt: Attempt) -> Obstacle:
    """The problem is described."""
    return None if attempt.idea.problem else str(NEEDED["problem"])


def has_proposal(attempt: Attempt) -> Obstacle:
    """The proposal is described."""
    return None if attempt.idea.proposal else str(NEEDED["proposal"])


def has_organisation(attempt: Attempt) -> Obstacle:
    """An organisation is named."""
    return None if attempt.idea.organisation_id else str(NEEDED["organisation_id"])


def other_idea_stands_alone(attempt: Attempt) -> Obstacle:
    """An idea it was merged into is not itself merged by now."""
    other = attempt.idea.merged_into
    if other is None or other.close_reason is not CloseReason.MERGED:
        return None
    return _(
        "The idea it was merged into (%(number)s) has itself been merged; reopen that one first.", number=other.number
    )


def author_reopens_only_what_authors_closed(attempt: Attempt) -> Obstacle:
    """An author who is not the lab reopens what authors closed: what was withdrawn, or merged by both of them."""
    if LAB.may(attempt) or attempt.idea.close_reason is CloseReason.WITHDRAWN:
        return None
    decision = published_decision(attempt.idea)
    merged_by_authors = attempt.idea.close_reason is CloseReason.MERGED and (
        decision is None or decision.outcome is not Outcome.MERGE
    )
    return None if merged_by_authors else _("The lab closed this idea, so the lab reopens it.")


# ---- on trials ---------------------------------------------------------------------------------


def has_full_plan(attempt: Attempt) -> Obstacle:
    """The plan is complete: site, hypothesis, steps, who takes part, a metric."""
    trial = attempt.the_trial
    missing = [
        words
        for there, words in (
            (trial.organisation_id, _("the site")),
            (trial.hypothesis_if and trial.hypothesis_then and trial.hypothesis_because, _("the hypothesis")),
            (trial.steps, _("the steps")),
            (trial.participants, _("who takes part")),
            (trial.metrics, _("something to measure")),
        )
        if not there
    ]
    return _("The plan still needs: %(missing)s.", missing=_(", ").join(missing)) if missing else None


def risks_answered(attempt: Attempt) -> Obstacle:
    """All four risk questions are answered."""
    return _("Answer all four risk questions.") if None in attempt.the_trial.risks else None


def sponsor_agreed(attempt: Attempt) -> Obstacle:
    """The sponsor at the site has said yes."""
    trial = attempt.the_trial
    if trial.sponsor_id is None:
        return _("Name a sponsor: somebody at the site who answers for the trial.")
    return None if trial.sponsor_agreed_at else _("The sponsor has not said yes yet.")


def lab_decided_to_try(attempt: Attempt) -> Obstacle:
    """The lab's latest published decision says "try"; asked only where a risk was answered "yes"."""
    if attempt.the_trial.is_light or None in attempt.the_trial.risks:
        return None
    decision = published_decision(attempt.idea)
    if decision is not None and decision.outcome is Outcome.TRY:
        return None
    return _("The plan carries a risk, so it needs the lab's decision to try this idea; there is none yet.")


def has_own_baseline(attempt: Attempt) -> Obstacle:
    """The main metric has a baseline of the site's own, or a reason why there can be none."""
    metric = attempt.the_trial.main_metric
    if metric is None or metric.baseline is not None or metric.no_baseline_because:
        return None
    return _("The main measure needs a baseline: where does it stand today? If it cannot be known, say why.")


def has_main_metric_with_target(attempt: Attempt) -> Obstacle:
    """There is a main metric with a target."""
    metric = attempt.the_trial.main_metric
    if metric is None:
        return _("Choose something to measure.")
    return None if metric.target is not None else _("The main measure needs a target: what would you call a success?")


def has_stop_rule(attempt: Attempt) -> Obstacle:
    """There is a stop rule."""
    return None if attempt.the_trial.stop_rule else _("Write the stop rule: when would you end the trial early?")


def has_end_date(attempt: Attempt) -> Obstacle:
    """The day it ends is set and has not passed."""
    ends_on = attempt.the_trial.ends_on
    if ends_on is None:
        return _("Set the day the trial ends.")
    return None if ends_on >= clock.today() else _("The day the trial ends has passed; set a later one.")


def is_started(attempt: Attempt) -> Obstacle:
    """The trial has been started by its owner."""
    return None if attempt.the_trial.started_at else _("Start the trial first.")


# ---- which of two sisters a move is ------------------------------------------------------------


def is_first_here(attempt: Attempt) -> bool:
    """The trial does not repeat another one and has not been started."""
    return attempt.the_trial.replicates_id is None and attempt.the_trial.started_at is None


def is_light(attempt: Attempt) -> bool:
    """A first trial with no risk answered "yes"."""
    return is_first_here(attempt) and True not in attempt.the_trial.risks


def carries_risk(attempt: Attempt) -> bool:
    """A first trial with a risk answered "yes"."""
    return is_first_here(attempt) and True in attempt.the_trial.risks


def repeats_another(attempt: Attempt) -> bool:
    """The trial repeats an evaluated one and has not been started."""
    return attempt.the_trial.replicates_id is not None and attempt.the_trial.started_at is None


def awaits_evaluation(attempt: Attempt) -> bool:
    """The trial was started before it ended, and is not evaluated yet."""
    return attempt.the_trial.started_at is not None and attempt.the_trial.evaluation is None


def is_wanted_by_both(attempt: Attempt) -> bool:
    """The lab merges it, or the authors of both ideas want it."""
    into = attempt.detail("into")
    return (
        LAB.may(attempt) or bool(attempt.detail("agreed")) or (isinstance(into, Idea) and is_author(attempt.by, into))
    )


def no_other_trial_is_open(attempt: Attempt) -> bool:
    """No other started trial of the idea still waits for its evaluation."""
    return not any(
        other.started_at is not None and other.evaluation is None
        for other in trials_of(attempt.idea)
        if other.id != attempt.the_trial.id
    )


# ---- what is filled in -------------------------------------------------------------------------


def gives(field: str, sentence: str) -> Answer:
    """The field must be filled in."""

    def answer(attempt: Attempt) -> Invalid | None:
        return None if attempt.detail(field) else Invalid(sentence, field=field)

    answer.__doc__ = f"The {field} is filled in."
    return answer


def end_reached_or_reason(attempt: Attempt) -> Invalid | None:
    """The planned end has come, or a reason is given."""
    trial = attempt.the_trial
    if attempt.detail("reason") or (trial.ends_on is not None and trial.ends_on <= clock.today()):
        return None
    return Invalid(_("The planned end has not come yet. Say why the trial finishes earlier."), field="reason")


def decides(attempt: Attempt) -> Invalid | None:
    """It is decided to try or to improve; "not now" and "merge" are moves of their own."""
    if attempt.detail("outcome") in (Outcome.TRY, Outcome.IMPROVE):
        return None
    return Invalid(_("Choose what is decided."), field="outcome")


def merges_into_open_idea(attempt: Attempt) -> Invalid | None:
    """The other idea is open and is not this one."""
    into = attempt.detail("into")
    if isinstance(into, Idea) and into.id != attempt.idea.id and into.stage in (Stage.PROPOSAL, Stage.TRIAL):
        return None
    return Invalid(_("Choose another idea that is still open."), field="into")
