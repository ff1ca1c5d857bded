"""One row in the history of a trial, and notices to the people it concerns."""

from collections.abc import Iterable
from typing import Any

from accounts.models import Person
from ideas.events import Event, record
from notifications.service import tell
from trials.models import Trial


def announce(
    trial: Trial,
    kind: str,
    *,
    by: Person,
    to: Iterable[int | None] = (),
    urgent: bool = False,
    reason: str | None = None,
    data: dict[str, Any] | None = None,
) -> Event:
    """Record that something happened and tell these people, by id; urgent news does not wait for the digest."""
    event = record(trial.idea, kind, by=by, trial_id=trial.id, reason=reason, data=data)
    tell([person_id for person_id in to if person_id], event_id=event.id, but=by, urgent=urgent)
    return event
