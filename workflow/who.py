"""Whose move it is."""

from accounts.policy import is_member
from core.languages import lazy_gettext as _l
from ideas import policy as ideas
from trials import policy as trials
from workflow.transition import Attempt, Who


def _author(attempt: Attempt) -> bool:
    return is_member(attempt.by) and ideas.is_author(attempt.by, attempt.idea)


def _lab(attempt: Attempt) -> bool:
    return ideas.may_reply_for_the_lab(attempt.by, attempt.idea)


def _owner(attempt: Attempt) -> bool:
    return is_member(attempt.by) and trials.is_owner(attempt.by, attempt.the_trial)


def _sponsor(attempt: Attempt) -> bool:
    return is_member(attempt.by) and trials.is_sponsor(attempt.by, attempt.the_trial)


def _evaluator(attempt: Attempt) -> bool:
    named = attempt.the_trial.evaluator_id == attempt.by.id and is_member(attempt.by)
    return (named or _lab(attempt)) and not trials.is_owner(attempt.by, attempt.the_trial)


AUTHOR = Who(_l("an author"), _author)
LAB = Who(_l("the lab"), _lab)
AUTHOR_OR_LAB = Who(_l("an author or the lab"), lambda attempt: _author(attempt) or _lab(attempt))
OWNER = Who(_l("the owner of the trial"), _owner)
THOSE_RESPONSIBLE = Who(
    _l("the owner or the sponsor of the trial, or the lab"),
    lambda attempt: _owner(attempt) or _sponsor(attempt) or _lab(attempt),
)
EVALUATOR = Who(_l("the named evaluator or the lab, never the owner of the trial"), _evaluator)
