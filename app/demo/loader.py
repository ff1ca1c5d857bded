"""Building the demonstration through the services, in the order things happened; a second run adds nothing."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from sqlalchemy import func, select

from accounts.models import Person
from app.demo import idea_acts, pilots, stories, world
from app.demo.cast import Cast
from app.demo.timeline import Act, acts
from core import clock
from core.database import session
from ideas.importing.reading import understand
from ideas.importing.service import Report, import_rows
from ideas.queries import made_by_form
from notifications.models import Notice
from notifications.service import mark_read

SINCE = timedelta(days=420)
"""How long ago the people of the demonstration joined."""
INBOX_READ = 14
"""How many days ago everybody read their inbox last."""
CONSULTATION = "Open Government Dialogue"
CONSULTED_BY = "OSTP"

Progress = Callable[[str, Sequence[Any]], AbstractContextManager[Iterable[Any]]]
"""Shows how far the work on some things has come, while it gives them one after the other."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many of each were new."""

    organisations: int
    people: int
    ideas: int
    pilots: int
    consultation: int
    comments: int


def load(progress: Progress) -> Loaded:
    """Add to the demonstration whatever of it is missing; the caller commits."""
    with clock.turned_to(clock.now() - SINCE):
        organisations, people = world.add_organisations(), world.add_people()
    ideas, finished, consultation = _tell_ideas(progress), _take_over_pilots(progress), _import_consultation(progress)
    return Loaded(organisations, people, ideas, finished, consultation.ideas, consultation.comments)


def _tell_ideas(progress: Progress) -> int:
    cast = Cast(world.everybody())
    told = []
    for story in stories.ideas():
        if there := made_by_form(idea_acts.form_mark(story), cast.people[story["author"]]):
            cast.ideas[story["key"]] = there
        else:
            told.append(story)
    everything = [act for story in told for act in acts(story["key"], idea_acts.happenings(story, cast))]
    if told:
        everything += acts("inbox", [(INBOX_READ, partial(_read_inbox, person)) for person in cast.people.values()])
    _play(sorted(everything, key=lambda act: act.at), progress)
    return len(told)


def _play(everything: Sequence[Act], progress: Progress) -> None:
    if everything:
        with progress("What happened to thirty ideas", everything) as one_by_one:
            for act in one_by_one:
                act.play()


def _read_inbox(person: Person) -> None:
    newest = session.scalar(select(func.max(Notice.id)).where(Notice.person_id == person.id))
    mark_read(person, up_to=newest or 0)


def _take_over_pilots(progress: Progress) -> int:
    missing = pilots.missing()
    if missing:
        with progress("Trials of the Office of Evaluation Sciences", missing) as one_by_one:
            pilots.take_over_all(one_by_one)
    return len(missing)


def _import_consultation(progress: Progress) -> Report:
    rows = [row for path in (stories.IDEAS, stories.COMMENTS) for row in understand(path).rows()]
    with progress("Ideas and comments of the Open Government Dialogue", rows) as one_by_one:
        return import_rows(one_by_one, source=CONSULTATION, organisation=world.organisation(CONSULTED_BY))
