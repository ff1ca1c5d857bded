"""The lab's answers: the promise made and kept, officers assigned, decisions published."""

from accounts.models import Person
from core import clock
from core.database import session
from core.errors import Invalid, NotAllowed
from core.languages import gettext as _
from core.text.clean import clean
from ideas import events, policy
from ideas.models import Idea
from reviews.models import Decision, Outcome
from reviews.promise import working_days_after

REPLY_DAYS = 10
"""Working days in which the lab promises a first reply."""


def promise_reply(idea: Idea) -> None:
    """Set the day by which the lab replies, from the day of submission."""
    assert idea.submitted_at is not None  # noqa: S101 - the workflow promises at submission only
    idea.reply_due_on = working_days_after(clock.local_date(idea.submitted_at), REPLY_DAYS)


def keep_promise(idea: Idea) -> None:
    """Stop the clock at the first official reply or published decision; later ones change nothing."""
    if idea.first_reply_at is None:
        idea.first_reply_at = clock.now()


def assign_officer(idea: Idea, officer: Person, *, by: Person) -> None:
    """Say who in the lab looks after the idea."""
    if not policy.may_reply_for_the_lab(by, idea):
        raise NotAllowed(_("Only the lab assigns its officers."))
    if not policy.may_reply_for_the_lab(officer, idea):
        raise Invalid(_("This colleague does not work in the lab that looks after the idea."), field="officer")
    if idea.lab_officer_id != officer.id:
        idea.lab_officer = officer
        session.flush()
        events.record(idea, "officer-assigned", by=by, data={"officer": officer.id})


def publish_decision(idea: Idea, outcome: Outcome, reason: str, *, by: Person) -> Decision:
    """Publish a decision with its reason; the workflow tells the authors and carries out what follows."""
    at = clock.now()
    decision = Decision(
        idea=idea,
        outcome=outcome,
        reason=clean(reason).strip(),
        drafted_by=by,
        drafted_at=at,
        published_by=by,
        published_at=at,
    )
    session.add(decision)
    keep_promise(idea)
    return decision
