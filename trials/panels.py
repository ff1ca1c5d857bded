"""What trials show on the pages of ideas, at home and among one's own things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from accounts.models import Person
from core.panels import Panel, Place
from ideas.models import Idea, Stage
from trials import agenda, policy, queries
from trials import history_words as _history_words  # noqa: F401 - the words are registered by reading them
from trials.agenda import Agenda
from trials.models import Metric, Reading, Trial, TrialState
from trials.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Sites:
    """Where an idea is or was tried, with the latest reading of each metric by its id."""

    idea: Idea
    trials: Sequence[Trial]
    last: Mapping[int, Reading]
    may_plan: bool


def _sites(ideas: Sequence[Idea], reader: Person) -> dict[int, Sites]:
    published = [idea for idea in ideas if idea.stage is not Stage.DRAFT]
    trials = queries.trials_of_ideas(idea.id for idea in published)
    last = queries.last_readings([trial for each in trials.values() for trial in each])
    return {
        idea.id: Sites(idea, trials.get(idea.id, []), last, may_plan)
        for idea in published
        if (may_plan := policy.may_plan(reader, idea)) or idea.id in trials
    }


def _liveliest(ideas: Sequence[Idea], _reader: Person) -> dict[int, Sheet]:
    """The main metric of each idea's liveliest trial: a running one before others, then the latest reading."""

    def life(measured: tuple[Metric, list[Reading]]) -> tuple[bool, object, int]:
        metric, readings = measured
        return metric.trial.state is TrialState.RUNNING, readings[-1].on, metric.id

    found = {}
    for idea_id, by_metric in queries.main_readings(idea.id for idea in ideas).items():
        metric, readings = max(by_metric.items(), key=life)
        found[idea_id] = Sheet(metric, metric.trial, readings)
    return found


def _asked(people: Sequence[Person], reader: Person) -> dict[int, Agenda]:
    asked = agenda.agenda_of(reader)
    return {person.id: asked for person in people if person.id == reader.id and asked}


def _mine(people: Sequence[Person], reader: Person) -> dict[int, list[Trial]]:
    mine = agenda.trials_of_person(reader)
    return {person.id: mine for person in people if person.id == reader.id and mine}


PANELS = [
    Panel(Place.IDEA_MAIN, 30, "trials/panels/sites.html", _sites),
    Panel(Place.IDEA_ASIDE, 30, "trials/panels/liveliest.html", _liveliest),
    Panel(Place.HOME_MAIN, 10, "trials/panels/asked.html", _asked),
    Panel(Place.MINE, 30, "trials/panels/mine.html", _mine),
]
