"""Finding trials, their readings and what they ask of people."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ScalarSelect, Select, bindparam, func, select
from sqlalchemy.orm import joinedload, selectinload

from accounts.models import Organisation
from core import clock
from core.database import session
from core.errors import NotFound
from core.languages import gettext as _
from core.pagination import Page, Where, paginate
from ideas.models import Idea
from trials.models import Arm, CheckIn, Evaluation, Metric, Reading, Trial, TrialState


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialFilters:
    """What the list of trials is narrowed to; None narrows nothing."""

    state: TrialState | None = None
    province: str | None = None
    organisation: Organisation | None = None


@dataclass(frozen=True, slots=True)
class CheckInDue:
    """A running trial and the day its next check-in is expected."""

    trial: Trial
    on: date

    @property
    def late(self) -> bool:
        """Whether that day has gone by."""
        return self.on < clock.today()


def _named(query: Select[Trial]) -> Select[Trial]:
    """With what it takes to name a trial."""
    return query.options(joinedload(Trial.organisation), joinedload(Trial.idea))


def measured(query: Select[Trial]) -> Select[Trial]:
    """With what it takes to say how a trial stands."""
    return _named(query).options(joinedload(Trial.evaluation), selectinload(Trial.metrics))


def get_trial(trial_id: int) -> Trial:
    """The trial with everything its page shows of it; NotFound when there is none."""
    people = (joinedload(each) for each in (Trial.owner, Trial.sponsor, Trial.evaluator))
    trial = session.scalar(
        measured(select(Trial))
        .options(*people, joinedload(Trial.replicates).joinedload(Trial.organisation))
        .options(joinedload(Trial.evaluation).joinedload(Evaluation.evaluator))
        .where(Trial.id == trial_id)
    )
    if trial is None:
        raise NotFound(_("There is no such trial."))
    return trial


def get_reading(reading_id: int) -> Reading:
    """The reading with its metric and trial; NotFound when there is none."""
    reading = session.scalar(
        select(Reading)
        .options(joinedload(Reading.metric).joinedload(Metric.trial).joinedload(Trial.idea))
        .where(Reading.id == reading_id)
    )
    if reading is None:
        raise NotFound(_("There is no such reading."))
    return reading


def trial_of_form(mark: str) -> Trial | None:
    """The trial this form has already made, if it has."""
    return session.scalar(select(Trial).where(Trial.form_mark == mark))


def check_in_of_form(mark: str) -> CheckIn | None:
    """The check-in this form has already made, if it has."""
    return session.scalar(select(CheckIn).where(CheckIn.form_mark == mark))


def trials_of(idea: Idea) -> list[Trial]:
    """The idea's trials, the first one first."""
    return trials_of_ideas([idea.id]).get(idea.id, [])


# In one question, because the idea's page asks many; an idea has few trials and a trial few metrics.
_OF_IDEAS = (
    select(Trial)
    .options(joinedload(Trial.organisation), joinedload(Trial.evaluation), joinedload(Trial.metrics))
    .where(Trial.idea_id.in_(bindparam("ideas", expanding=True)))
    .order_by(Trial.id)
)


def trials_of_ideas(idea_ids: Iterable[int]) -> dict[int, list[Trial]]:
    """The trials of many ideas by the idea's id, the first one first; ideas without a trial are left out."""
    found: dict[int, list[Trial]] = {}
    for trial in session.scalars(_OF_IDEAS, {"ideas": list(idea_ids)}).unique():
        found.setdefault(trial.idea_id, []).append(trial)
    return found


def repeats_of(trial: Trial) -> list[Trial]:
    """The trials that repeat this one, the first one first."""
    query = measured(select(Trial)).where(Trial.replicates_id == trial.id).order_by(Trial.id)
    return list(session.scalars(query))


def last_readings(trials: Sequence[Trial]) -> dict[int, Reading]:
    """The latest valid reading on the trial's own side, by the metric's id, in one question for all the trials."""
    metric_ids = [metric.id for trial in trials for metric in trial.metrics]
    if not metric_ids:
        return {}
    rank = func.row_number().over(partition_by=Reading.metric_id, order_by=(Reading.on.desc(), Reading.id.desc()))
    ranked = (
        select(Reading.id, rank.label("rank"))
        .where(Reading.metric_id.in_(metric_ids), Reading.superseded_by_id.is_(None), Reading.arm == Arm.TRIAL)
        .subquery()
    )
    query = select(Reading).join(ranked, ranked.c.id == Reading.id).where(ranked.c.rank == 1).order_by(Reading.id)
    return {reading.metric_id: reading for reading in session.scalars(query)}


def readings_of(trials: Sequence[Trial], *, superseded: bool = False) -> dict[int, list[Reading]]:
    """The readings of the trials by the metric's id, oldest first; superseded ones only if asked for."""
    found: dict[int, list[Reading]] = {metric.id: [] for trial in trials for metric in trial.metrics}
    if not found:
        return found
    query = select(Reading).where(Reading.metric_id.in_(list(found))).order_by(Reading.on, Reading.id)
    if not superseded:
        query = query.where(Reading.superseded_by_id.is_(None))
    for reading in session.scalars(query):
        found[reading.metric_id].append(reading)
    return found


def unmeasured_main_metric(trial: Trial) -> Metric | None:
    """The main metric if nobody took a reading of it, None when there is one (or no metric at all)."""
    metric = trial.main_metric
    return metric if metric and metric.id not in last_readings([trial]) else None


def check_ins_of(trial: Trial, *, most: int = 200) -> list[CheckIn]:
    """The trial's check-ins with who wrote them, the latest first."""
    return list(
        session.scalars(
            select(CheckIn)
            .options(joinedload(CheckIn.by))
            .where(CheckIn.trial_id == trial.id)
            .order_by(CheckIn.on.desc(), CheckIn.id.desc())
            .limit(most)
        )
    )


def last_check_in() -> ScalarSelect[date]:
    """The day of a trial's latest check-in, as a part of a question about trials."""
    return select(func.max(CheckIn.on)).where(CheckIn.trial_id == Trial.id).correlate(Trial).scalar_subquery()


def next_check_ins(trials: Sequence[Trial]) -> dict[int, CheckInDue]:
    """When each running trial is expected to check in next, by its id; one question for all of them."""
    running = [trial for trial in trials if trial.state is TrialState.RUNNING]
    if not running:
        return {}
    query = select(Trial.id, last_check_in().label("last")).where(Trial.id.in_([trial.id for trial in running]))
    last = {row.id: row.last for row in session.execute(query)}
    return {trial.id: due for trial in running if (due := next_check_in(trial, last[trial.id]))}


def next_check_in(trial: Trial, last: date | None) -> CheckInDue | None:
    """When a running trial is expected to check in next: its rhythm after the last time or the start."""
    since = last or trial.starts_on
    if trial.state is not TrialState.RUNNING or since is None:
        return None
    return CheckInDue(trial, since + timedelta(days=trial.check_in_days))


def trials_page(filters: TrialFilters, where: Where) -> Page[Trial]:
    """A page of all trials, the newest first."""
    query = _narrowed(measured(select(Trial)), filters)
    return paginate(query, Trial.id, Trial.id, where=where)


def count_by_state() -> dict[TrialState, int]:
    """How many trials stand in each state."""
    counted = session.execute(select(Trial.state, func.count().label("count")).group_by(Trial.state))
    return dict.fromkeys(TrialState, 0) | {row.state: row[1] for row in counted}


def _narrowed(query: Select[Trial], filters: TrialFilters) -> Select[Trial]:
    if filters.state:
        query = query.where(Trial.state == filters.state)
    if filters.province:
        query = query.where(Trial.province == filters.province)
    if filters.organisation:
        query = query.where(Trial.organisation_id.in_(below(filters.organisation)))
    return query


def below(organisation: Organisation) -> Select[int]:
    """The ids of the organisation and of all below it."""
    return select(Organisation.id).where(Organisation.path.startswith(organisation.path, autoescape=True))
