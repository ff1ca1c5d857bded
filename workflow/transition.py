"""What a move is: who makes it, from where to where, what must be there, what follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Person
from core.errors import Invalid
from ideas.events import Event
from ideas.models import Idea, Stage
from trials.models import Trial, TrialState

Obstacle = str | None
"""None where nothing stands in the way, else the sentence that says what is missing."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody trying a move on an idea, or on one of its trials, with what they filled in."""

    idea: Idea
    by: Person
    trial: Trial | None = None
    details: Mapping[str, Any] = field(default_factory=dict)

    def detail(self, name: str) -> Any:
        """What was filled in under the name, None when nothing was."""
        value = self.details.get(name)
        return value.strip() or None if isinstance(value, str) else value

    @property
    def the_trial(self) -> Trial:
        """The trial of a move that is made on trials."""
        assert self.trial is not None  # noqa: S101 - the table says which moves are made on trials
        return self.trial


Guard = Callable[[Attempt], Obstacle]
Answer = Callable[[Attempt], Invalid | None]
"""Looks at what was filled in; None, or the refusal that names the field."""
Effect = Callable[[Attempt], None]
Tell = Callable[[Attempt, Event], None]


@dataclass(frozen=True, slots=True)
class Who:
    """Whose move it is, in words for people and as a question for the code."""

    words: str
    may: Callable[[Attempt], bool]


def always(_attempt: Attempt) -> bool:
    """Holds for every attempt."""
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """One move of an idea, or of a trial and with it perhaps of its idea.

    `sources` and `target` are stages of the idea; no target means it stays. `states` are the states a trial must
    be in: a move that has them is made on a trial. Every callable has a docstring that the documentation prints.
    """

    label: str
    past: str
    who: Who
    sources: tuple[Stage, ...]
    target: Stage | None = None
    # Whether this attempt brings the idea to the target: an evaluation does only when no other trial is open.
    reaches: Callable[[Attempt], bool] = always
    states: tuple[TrialState, ...] = ()
    # Whether it is this move and not a sister of it: a plan starts lightly or with a decision, never both.
    fits: Callable[[Attempt], bool] = always
    guards: tuple[Guard, ...] = ()
    answers: tuple[Answer, ...] = ()
    effects: tuple[Effect, ...] = ()
    tells: tuple[Tell, ...] = ()
    # What follows, in sentences for whoever is about to press the button.
    notes: tuple[str, ...] = ()
    icon: str = "arrow-right"
    danger: bool = False

    @property
    def on_trial(self) -> bool:
        """Whether it is made on a trial rather than on the idea itself."""
        return bool(self.states)
