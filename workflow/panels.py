"""The next steps, wherever an idea or a trial is shown."""

from collections.abc import Sequence

from accounts.models import Person
from core.panels import Panel, Place
from ideas.models import Idea
from trials.models import Trial
from workflow.service import Offer, offers


def _next_steps(ideas: Sequence[Idea], reader: Person) -> dict[int, list[Offer]]:
    return {idea.id: found for idea in ideas if (found := offers(idea, to=reader))}


def _next_steps_of_trials(trials: Sequence[Trial], reader: Person) -> dict[int, list[Offer]]:
    return {trial.id: found for trial in trials if (found := offers(trial.idea, to=reader, trial=trial))}


PANELS = [
    Panel(Place.IDEA_ASIDE, 20, "workflow/next_steps.html", _next_steps),
    Panel(Place.TRIAL_ASIDE, 10, "workflow/next_steps.html", _next_steps_of_trials),
]
