"""What follows a move, inside its transaction."""

from core import clock
from ideas import service as ideas
from ideas.conversation import say
from ideas.models import CloseReason, CommentKind, Idea
from reviews import service as reviews
from reviews.models import Outcome
from trials import life
from voting import service as voting
from workflow.transition import Attempt, Effect
from workflow.who import LAB


def give_number(attempt: Attempt) -> None:
    """The idea gets its number, for good."""
    idea = attempt.idea
    idea.submitted_at = clock.now()
    idea.number = ideas.next_number(idea.submitted_at)


def promise_reply(attempt: Attempt) -> None:
    """A reply is promised within ten working days."""
    reviews.promise_reply(attempt.idea)


def keep_first_version(attempt: Attempt) -> None:
    """What the idea says is kept as its first version."""
    ideas.keep_version(attempt.idea, by=attempt.by)


def post_reply(attempt: Attempt) -> None:
    """The reply stands on the idea's page."""
    say(
        attempt.idea, attempt.detail("text"), by=attempt.by, kind=CommentKind.OFFICIAL, form_mark=attempt.detail("mark")
    )


def stop_promise_clock(attempt: Attempt) -> None:
    """The first reply stops the promise clock."""
    reviews.keep_promise(attempt.idea)


def publish_decision(attempt: Attempt) -> None:
    """The decision is published with its reason and stops the promise clock."""
    reviews.publish_decision(attempt.idea, Outcome(attempt.detail("outcome")), attempt.detail("reason"), by=attempt.by)


def publish(outcome: Outcome) -> Effect:
    """Publish the lab's decision with this outcome; authors who act by themselves publish none."""

    def effect(attempt: Attempt) -> None:
        if LAB.may(attempt):
            reviews.publish_decision(attempt.idea, outcome, attempt.detail("reason"), by=attempt.by)

    effect.__doc__ = {
        Outcome.NOT_NOW: 'The lab\'s decision "not now" is published with its reason.',
        Outcome.MERGE: "Where the lab merges, its decision is published with its reason.",
    }[outcome]
    return effect


def close_as(reason: CloseReason) -> Effect:
    """The idea closes for this reason."""

    def effect(attempt: Attempt) -> None:
        attempt.idea.close_reason = reason
        attempt.idea.closed_at = clock.now()

    effect.__doc__ = {
        CloseReason.WITHDRAWN: "It closes as withdrawn.",
        CloseReason.NOT_NOW: 'It closes as "not now".',
        CloseReason.MERGED: "It closes as merged.",
    }[reason]
    return effect


def unite_supports(attempt: Attempt) -> None:
    """Supports are united by person: each counts once."""
    into: Idea = attempt.detail("into")
    attempt.idea.merged_into = into
    voting.unite(attempt.idea, into=into)


def reopen(attempt: Attempt) -> None:
    """A merge is undone: supports go back to where they were given."""
    idea, other = attempt.idea, attempt.idea.merged_into
    idea.close_reason = idea.closed_at = idea.merged_into = None
    if other is not None:
        voting.give_back(idea, merged_into=other)


def start_trial(attempt: Attempt) -> None:
    """The idea is in trial from now on."""
    life.mark_started(attempt.the_trial)
    if attempt.idea.trial_since is None:
        attempt.idea.trial_since = clock.now()


def lock_plan(attempt: Attempt) -> None:
    """The plan locks; check-ins and readings begin."""
    life.lock(attempt.the_trial)


def finish_trial(attempt: Attempt) -> None:
    """The evaluation is due in 30 days."""
    life.finish(attempt.the_trial)


def stop_trial(attempt: Attempt) -> None:
    """It ends with its reason; if it had started, its evaluation is due in 30 days."""
    life.stop(attempt.the_trial, attempt.detail("reason"))


def publish_evaluation(attempt: Attempt) -> None:
    """The evaluation is published and its verdict stands on the idea; a follow-up is due in six months."""
    evaluation = life.publish_evaluation(attempt.the_trial, by=attempt.by, evaluation=attempt.details["evaluation"])
    attempt.idea.verdict = evaluation.verdict
    attempt.idea.evaluated_at = evaluation.published_at
