"""Who may do what with a trial."""

from accounts.models import Person
from accounts.policy import is_member
from ideas.models import Idea, Stage
from trials.models import Trial, TrialState


def may_read_trial(person: Person | None, trial: Trial) -> bool:
    """Trials belong to published ideas, and every member reads what is published."""
    return is_member(person) and trial.idea.stage is not Stage.DRAFT


def may_plan(person: Person | None, idea: Idea) -> bool:
    """Every member may plan to try an idea that is published and not closed."""
    return is_member(person) and idea.stage in (Stage.PROPOSAL, Stage.TRIAL, Stage.EVALUATED)


def may_repeat(person: Person | None, trial: Trial) -> bool:
    """Every member may repeat a trial whose evaluation is published."""
    return may_plan(person, trial.idea) and trial.evaluation is not None


def is_owner(person: Person | None, trial: Trial) -> bool:
    """Whether the person answers for the trial."""
    return person is not None and is_member(person) and trial.owner_id == person.id


def is_sponsor(person: Person | None, trial: Trial) -> bool:
    """Whether the person covers the trial."""
    return person is not None and is_member(person) and trial.sponsor_id == person.id


def may_edit_plan(person: Person | None, trial: Trial) -> bool:
    """The owner changes the plan until it is locked."""
    return is_owner(person, trial) and trial.state is TrialState.PLANNED


def may_agree(person: Person | None, trial: Trial) -> bool:
    """The named sponsor says yes, once, to a plan that is still open."""
    return is_sponsor(person, trial) and trial.state is TrialState.PLANNED and trial.sponsor_agreed_at is None


def may_decline(person: Person | None, trial: Trial) -> bool:
    """The named sponsor steps back, also after a yes, until the plan is locked."""
    return is_sponsor(person, trial) and trial.state is TrialState.PLANNED


def may_check_in(person: Person | None, trial: Trial) -> bool:
    """The owner reports while the trial runs."""
    return is_owner(person, trial) and trial.state is TrialState.RUNNING


def may_correct(person: Person | None, trial: Trial) -> bool:
    """The owner corrects readings until the evaluation has built on them."""
    return is_owner(person, trial) and trial.state is not TrialState.PLANNED and trial.evaluation is None
