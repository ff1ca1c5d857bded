"""What trials show on the pages of ideas, at home and among one's own things."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accounts.models import Person
from core.panels import Panel, Place
from ideas.models import Idea, Stage
from trials import agenda, policy, queries
from trials import history_words as _history_words  # noqa: F401 - the words are registered by reading them
from trials.agenda import Agenda
from trials.models import Reading, Trial, TrialState
from trials.sheets import Sheet, sheets_of_many


@dataclass(frozen=True, slots=True)
class Tried:
    """Where an idea is or was tried, with the latest reading of each metric by its id."""

    idea: Idea
    trials: Sequence[Trial]
    last: Mapping[int, Reading]
    may_plan: bool
    liveliest: Sheet | None
    """The main metric of a running trial before others, then of the latest reading; None where nothing was read."""


def _tried(ideas: Sequence[Idea], reader: Person) -> dict[int, Tried]:
    published = [idea for idea in ideas if idea.stage is not Stage.DRAFT]
    trials = queries.trials_of_ideas(idea.id for idea in published)
    sheets = sheets_of_many([trial for each in trials.values() for trial in each])
    return {
        idea.id: _tried_at(idea, trials.get(idea.id, []), sheets, may_plan)
        for idea in published
        if (may_plan := policy.may_plan(reader, idea)) or idea.id in trials
    }


def _tried_at(idea: Idea, trials: Sequence[Trial], sheets: Mapping[int, Sheet], may_plan: bool) -> Tried:
    mine = [sheet for trial in trials for metric in trial.metrics if (sheet := sheets[metric.id]).last]
    main = [sheet for sheet in mine if sheet.metric is sheet.trial.main_metric]
    return Tried(
        idea,
        trials,
        last={sheet.metric.id: sheet.last for sheet in mine if sheet.last},
        may_plan=may_plan,
        liveliest=max(main, key=_life, default=None),
    )


def _life(sheet: Sheet) -> tuple[bool, date, int]:
    return (
        sheet.trial.state is TrialState.RUNNING,
        sheet.last.on if sheet.last else date.min,
        sheet.metric.id,
    )


def _asked(people: Sequence[Person], reader: Person) -> dict[int, Agenda]:
    asked = agenda.agenda_of(reader)
    return {person.id: asked for person in people if person.id == reader.id and asked}


def _mine(people: Sequence[Person], reader: Person) -> dict[int, list[Trial]]:
    mine = agenda.trials_of_person(reader)
    return {person.id: mine for person in people if person.id == reader.id and mine}


def _owned(people: Sequence[Person], reader: Person) -> dict[int, list[Trial]]:
    return {person.id: found for person in people if (found := agenda.trials_of_person(person))}


PANELS = [
    Panel(Place.IDEA_MAIN, 30, "trials/panels/sites.html", _tried),
    Panel(Place.IDEA_ASIDE, 30, "trials/panels/liveliest.html", _tried),
    Panel(Place.HOME_MAIN, 5, "trials/panels/asked.html", _asked),
    Panel(Place.PERSON, 20, "trials/panels/owned.html", _owned),
    Panel(Place.MINE, 30, "trials/panels/mine.html", _mine),
]
