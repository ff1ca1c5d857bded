"""Reporting from a running trial: check-ins with readings, and readings corrected without rubbing anything out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from accounts.models import Person
from core import clock, database
from core.database import session
from core.errors import Invalid, NotAllowed, RuleBroken
from core.languages import gettext as _
from notifications.queries import followers_of
from notifications.service import tell
from trials import policy, queries
from trials.models import Arm, CheckIn, Metric, Mood, Reading, Trial, TrialState
from trials.plans import check_value
from trials.telling import announce

NOTE_LIMIT = 1_000
TEXT_LIMIT = 5_000
LARGEST_SAMPLE = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReading:
    """A value that was read of a metric; the day is its check-in's."""

    metric: Metric
    value: float
    sample_size: int | None = None
    arm: Arm = Arm.TRIAL
    note: str = ""

    @property
    def prefix(self) -> str:
        """Where a form holds it."""
        return f"reading-{self.metric.id}-{self.arm.value}-"


def hold(trial: Trial) -> None:
    """Read the trial anew and keep it for this transaction, so that two people at once come one after the other.

    Its idea is kept first, as a move keeps it: in two orders, two people would wait for each other.
    """
    database.hold(trial.idea, "stage")
    database.hold(trial)
    session.expire(trial, ["metrics", "evaluation"])


def check_in(
    trial: Trial,
    *,
    by: Person,
    on: date,
    mood: Mood,
    learned: str = "",
    next: str = "",  # noqa: A002 - the word of the record
    readings: Sequence[NewReading] = (),
    mark: str | None = None,
) -> CheckIn:
    """Report how a running trial is getting on, with what was read. The same form (`mark`) sent twice reports once."""
    if mark and (already := queries.check_in_of_form(mark)) and already.by_id == by.id:
        return already
    hold(trial)
    _may_report(trial, by, on)
    for name, text in (("learned", learned), ("next", next)):
        if len(text) > TEXT_LIMIT:
            raise Invalid(_("This is too long: at most %(most)s characters.", most=TEXT_LIMIT), field=name)
    report = CheckIn(trial=trial, by=by, on=on, mood=mood, learned=learned.strip(), next=next.strip(), form_mark=mark)
    report.readings = [_reading(trial, reading, by=by, on=on) for reading in readings]
    try:
        with session.begin_nested():
            session.add(report)
    except IntegrityError:
        # The same form at the same moment: the other one was quicker.
        if mark and (already := queries.check_in_of_form(mark)):
            return already
        raise
    _announce(trial, report, by=by)
    return report


def _announce(trial: Trial, report: CheckIn, *, by: Person) -> None:
    # Whoever covers the trial hears at once that it needs help; everybody else reads it in the digest.
    needs_help = report.mood is not Mood.ON_TRACK
    data = {"check_in": report.id, "mood": report.mood.value}
    event = announce(trial, "checked-in", by=by, to=[trial.sponsor_id], urgent=needs_help, data=data)
    tell(followers_of(trial.idea_id), event_id=event.id, but=by)


def _may_report(trial: Trial, by: Person, on: date) -> None:
    if not policy.is_owner(by, trial):
        raise NotAllowed(_("Only the owner of a trial checks in."))
    if trial.state is TrialState.PLANNED:
        raise RuleBroken(_("The trial does not run yet. Set it running first."))
    if trial.state is not TrialState.RUNNING:
        raise RuleBroken(_("The trial is over: nothing more is read."))
    if on > clock.today():
        raise Invalid(_("This day is still to come."), field="on")
    if trial.starts_on and on < trial.starts_on:
        raise Invalid(_("On this day the trial had not started."), field="on")


def _reading(trial: Trial, new: NewReading, *, by: Person, on: date) -> Reading:
    if new.metric not in trial.metrics:
        raise Invalid(_("This trial does not measure that."))
    _check(new.metric, new.value, new.sample_size, new.note, prefix=new.prefix)
    return Reading(
        metric=new.metric,
        on=on,
        value=new.value,
        sample_size=new.sample_size,
        arm=new.arm,
        note=new.note.strip(),
        by_id=by.id,
    )


def _check(metric: Metric, value: float, sample_size: int | None, note: str, *, prefix: str) -> None:
    check_value(metric.kind, value, prefix + "value")
    if sample_size is not None and not 1 <= sample_size <= LARGEST_SAMPLE:
        raise Invalid(_("Write how many were measured, from 1 upwards."), field=prefix + "sample_size")
    if len(note) > NOTE_LIMIT:
        raise Invalid(_("This is too long: at most %(most)s characters.", most=NOTE_LIMIT), field=prefix + "note")


def supersede(reading: Reading, *, by: Person, value: float, sample_size: int | None, note: str) -> Reading:
    """Correct a reading: a new one takes its place, the old one stays on file and points to it. `note` says why."""
    trial = reading.metric.trial
    hold(trial)
    if not policy.is_owner(by, trial):
        raise NotAllowed(_("Only the owner of a trial corrects its readings."))
    if not policy.may_correct(by, trial):
        raise RuleBroken(_("The evaluation builds on this reading: it stays as it is."))
    if not note.strip():
        raise Invalid(_("Say why the value changes."), field="note")
    _check(reading.metric, value, sample_size, note, prefix="")
    correction = Reading(
        metric=reading.metric,
        check_in_id=reading.check_in_id,
        on=reading.on,
        value=value,
        sample_size=sample_size,
        arm=reading.arm,
        note=note.strip(),
        by_id=by.id,
    )
    session.add(correction)
    session.flush()
    _point(reading, correction)
    announce(
        trial,
        "reading-superseded",
        by=by,
        reason=note.strip(),
        data={"reading": reading.id, "superseded_by": correction.id, "old": reading.value, "new": value},
    )
    return correction


def _point(reading: Reading, correction: Reading) -> None:
    # Asked of the database, not of the object in memory: a second correction of the same reading finds nothing.
    still_valid = update(Reading).where(Reading.id == reading.id, Reading.superseded_by_id.is_(None))
    pointed = session.connection().execute(still_valid.values(superseded_by_id=correction.id))
    session.expire(reading)
    if pointed.rowcount != 1:
        raise RuleBroken(_("This reading has been corrected already. Correct the newer one."))
