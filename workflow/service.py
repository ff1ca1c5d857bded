"""Making a move: the one place that changes the stage of an idea."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from accounts.models import Person
from core.database import hold, session
from core.errors import NotAllowed, NotFound, RuleBroken
from core.languages import gettext as _
from ideas import events
from ideas.events import Event
from ideas.models import Idea
from trials import measuring
from trials.models import Trial
from workflow.table import TRANSITIONS
from workflow.transition import Attempt, Transition

RECENT = 20
"""Events among which the first of two presses is looked for."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A move somebody could make now, and what is still missing for it."""

    name: str
    transition: Transition
    attempt: Attempt
    missing: Sequence[str]


def offers(idea: Idea, *, to: Person, trial: Trial | None = None) -> list[Offer]:
    """The moves that are this person's at this moment: on the idea, or on the trial where one is given."""
    attempt = Attempt(idea, to, trial)
    return [
        Offer(name, transition, attempt, _missing(transition, attempt))
        for name, transition in TRANSITIONS.items()
        if transition.on_trial is (trial is not None)
        and _is_the_moment(transition, attempt)
        and transition.who.may(attempt)
    ]


def move(
    name: str, idea: Idea, *, by: Person, trial: Trial | None = None, details: Mapping[str, Any] | None = None
) -> Event:
    """Make a move, or refuse in words: NotAllowed, RuleBroken or Invalid. Gives the event of the history.

    `details` is what was filled in; the same form (its `mark`) sent twice makes the move once.
    """
    transition = transition_called(name)
    attempt = Attempt(idea, by, trial, details or {})
    _hold(attempt)
    if made := _made_before(name, attempt):
        return made
    _refuse(transition, attempt)
    for answer in transition.answers:
        if refusal := answer(attempt):
            raise refusal
    stage = idea.stage
    # The database checks that stage, number and reasons agree; they are only written together.
    with session.no_autoflush:
        reached = transition.target is not None and transition.reaches(attempt)
        if reached and transition.target is not None:
            idea.stage = transition.target
        for effect in transition.effects:
            effect(attempt)
    session.flush()
    event = events.record(
        idea,
        name,
        by=by,
        source=stage.value,
        target=idea.stage.value,
        reason=attempt.detail("reason"),
        trial_id=trial.id if trial else None,
        data=_facts(attempt),
    )
    for tell in transition.tells:
        tell(attempt, event)
    return event


def _facts(attempt: Attempt) -> dict[str, Any]:
    into, mark = attempt.idea.merged_into, attempt.detail("mark")
    return {**({"into": into.number} if into else {}), **({"mark": mark} if mark else {})}


def _made_before(name: str, attempt: Attempt) -> Event | None:
    """The event of the other of two presses, which was a moment quicker."""
    mark = attempt.detail("mark")
    return next(
        (
            event
            for event in (events.latest_of(attempt.idea, RECENT) if mark else ())
            if event.kind == name and event.actor_id == attempt.by.id and event.data.get("mark") == mark
        ),
        None,
    )


def check(name: str, idea: Idea, *, by: Person, trial: Trial | None = None) -> None:
    """Refuse as `move` would, before anything has been filled in."""
    _refuse(transition_called(name), Attempt(idea, by, trial))


def transition_called(name: str) -> Transition:
    """The move with this name; NotFound when there is none."""
    if name not in TRANSITIONS:
        raise NotFound(_("There is no such step."))
    return TRANSITIONS[name]


def _hold(attempt: Attempt) -> None:
    # Two presses at once: the second waits here and then sees what the first has done. A merge concerns two ideas,
    # kept in one order, so that no two merges wait for each other.
    concerned = {attempt.idea, attempt.idea.merged_into, attempt.detail("into")}
    for idea in sorted((each for each in concerned if isinstance(each, Idea)), key=lambda each: each.id):
        hold(idea)
    if attempt.trial is not None:
        measuring.hold(attempt.trial)


def _refuse(transition: Transition, attempt: Attempt) -> None:
    if transition.on_trial is (attempt.trial is None):
        raise NotFound(_("There is no such step here."))
    if not transition.who.may(attempt):
        raise NotAllowed(_("This step is for %(who)s.", who=transition.who.words))
    if not _is_the_moment(transition, attempt):
        raise RuleBroken(_not_now(transition, attempt))
    if missing := _missing(transition, attempt):
        raise RuleBroken(" ".join(missing))


def _is_the_moment(transition: Transition, attempt: Attempt) -> bool:
    if attempt.idea.stage not in transition.sources:
        return False
    if attempt.trial is not None and attempt.trial.state not in transition.states:
        return False
    return transition.fits(attempt)


def _not_now(transition: Transition, attempt: Attempt) -> str:
    if attempt.trial is not None:
        return _(
            "“%(move)s” is not possible now: the trial is %(state)s and the idea is at “%(stage)s”.",
            move=transition.label,
            state=attempt.trial.state.label,
            stage=attempt.idea.stage.label,
        )
    return _(
        "“%(move)s” is not possible now: the idea is at “%(stage)s”.",
        move=transition.label,
        stage=attempt.idea.stage.label,
    )


def _missing(transition: Transition, attempt: Attempt) -> list[str]:
    return [obstacle for guard in transition.guards if (obstacle := guard(attempt))]
