"""What trials ask of a person, and which are theirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import joinedload

from accounts.models import Person, Role
from core.database import session
from trials.models import Evaluation, Trial, TrialState
from trials.queries import CheckInDue, below, last_check_in, measured, next_check_in

MOST = 100


@dataclass(frozen=True, slots=True)
class Agenda:
    """What trials ask of a person, each list with the most urgent first."""

    check_ins: Sequence[CheckInDue]
    to_answer: Sequence[Trial]
    to_evaluate: Sequence[Trial]

    def __bool__(self) -> bool:
        return bool(self.check_ins or self.to_answer or self.to_evaluate)


def agenda_of(person: Person) -> Agenda:
    """What trials ask of the person: reports, a sponsor's answer, evaluations. One question to the database."""
    query = (
        select(Trial, last_check_in().label("last"))
        .options(joinedload(Trial.organisation), joinedload(Trial.idea), joinedload(Trial.owner))
        .outerjoin(Evaluation, Evaluation.trial_id == Trial.id)
        .where(or_(_to_check_in(person), _to_answer(person), and_(Evaluation.id.is_(None), _to_evaluate(person))))
        .order_by(Trial.evaluation_due_on.is_not(None), Trial.evaluation_due_on, Trial.id)
        .limit(MOST)
    )
    found: list[tuple[Trial, date | None]] = [(row.Trial, row.last) for row in session.execute(query)]
    due = [expected for trial, last in found if (expected := next_check_in(trial, last))]
    return Agenda(
        check_ins=sorted(due, key=lambda expected: (expected.on, expected.trial.id)),
        to_answer=[trial for trial, _last in found if trial.state is TrialState.PLANNED],
        to_evaluate=[trial for trial, _last in found if trial.is_over],
    )


def _to_check_in(person: Person) -> ColumnElement[bool]:
    return and_(Trial.owner_id == person.id, Trial.state == TrialState.RUNNING)


def _to_answer(person: Person) -> ColumnElement[bool]:
    return and_(Trial.sponsor_id == person.id, Trial.sponsor_agreed_at.is_(None), Trial.state == TrialState.PLANNED)


def _to_evaluate(person: Person) -> ColumnElement[bool]:
    """Somebody named evaluates; where nobody was, the lab that looks after the site. Never the owner."""
    theirs = [Trial.evaluator_id == person.id]
    for grant in person.grants:
        if grant.role is Role.LAB:
            scope = (
                Trial.organisation_id.in_(below(grant.organisation)) if grant.organisation else Trial.id.is_not(None)
            )
            theirs.append(and_(Trial.evaluator_id.is_(None), scope))
    somebody_else = or_(Trial.owner_id.is_(None), Trial.owner_id != person.id)
    return and_(Trial.evaluation_due_on.is_not(None), or_(*theirs), somebody_else)


def trials_of_person(person: Person) -> list[Trial]:
    """The trials a person owns, sponsors or will evaluate, the newest first."""
    mine = or_(Trial.owner_id == person.id, Trial.sponsor_id == person.id, Trial.evaluator_id == person.id)
    return list(session.scalars(measured(select(Trial)).where(mine).order_by(Trial.id.desc()).limit(MOST)))
