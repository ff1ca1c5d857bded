"""Who is told of a move."""

from accounts.models import Role
from accounts.queries import holders
from ideas.events import Event
from notifications.queries import followers_of
from notifications.service import tell
from voting.queries import people_who_would_try
from workflow.transition import Attempt


def tell_lab(attempt: Attempt, event: Event) -> None:
    """the lab that looks after the organisation"""
    if attempt.idea.organisation is not None:
        people = [person.id for person in holders(Role.LAB, attempt.idea.organisation)]
        tell(people, event_id=event.id, but=attempt.by)


def tell_authors(attempt: Attempt, event: Event) -> None:
    """the authors, at once"""
    tell([each.person_id for each in attempt.idea.authorships], event_id=event.id, but=attempt.by, urgent=True)


def tell_followers(attempt: Attempt, event: Event) -> None:
    """those who follow the idea"""
    tell(followers_of(attempt.idea.id), event_id=event.id, but=attempt.by)


def tell_would_try(attempt: Attempt, event: Event) -> None:
    """those who would try it"""
    tell(people_who_would_try(attempt.idea), event_id=event.id, but=attempt.by)


def tell_trial_people(attempt: Attempt, event: Event) -> None:
    """the trial's owner, sponsor and evaluator"""
    trial = attempt.the_trial
    people = [each for each in (trial.owner_id, trial.sponsor_id, trial.evaluator_id) if each]
    tell(people, event_id=event.id, but=attempt.by, urgent=True)


def tell_other_authors(attempt: Attempt, event: Event) -> None:
    """the authors of the idea it is merged into"""
    into = attempt.idea.merged_into
    if into is not None:
        tell([each.person_id for each in into.authorships], event_id=event.id, but=attempt.by, urgent=True)
