"""What a move is: who makes it, from where to where, what must be there, what follows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from accounts.models import Person
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
Effect = Callable[[Attempt], None]
Tell = Callable[[Attempt, Event], None]


@dataclass(frozen=True, slots=True)
class Who:
    """Whose move it is, in words for the documentation and as a question for the code."""

    words: str
    may: Callable[[Attempt], bool]


@dataclass(frozen=True, slots=True)
class Transition:
    """One move. `sources` and `target` are stages, or states for a move on a trial; no target means it stays."""

    label: str
    who: Who
    sources: tuple[Stage, ...] = ()
    target: Stage | None = None
    states: tuple[TrialState, ...] = ()
    state: TrialState | None = None
    # Whether the move is the one that fits: a light and an approved trial never both do.
    fits: Callable[[Attempt], bool] = lambda _attempt: True
    guards: tuple[Guard, ...] = ()
    # Guards on what is filled in when the move is made; until then its button is shown.
    answers: tuple[Guard, ...] = ()
    asks: tuple[str, ...] = ()
    effects: tuple[Effect, ...] = ()
    tells: tuple[Tell, ...] = ()
    past: str = ""

    @property
    def on_trial(self) -> bool:
        """Whether it is made on a trial rather than on the idea itself."""
        return bool(self.states)
