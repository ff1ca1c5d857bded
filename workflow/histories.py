"""Taking over what others have tried and judged elsewhere: a whole history that ends where they ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.models import Person
from core import clock
from core.database import session
from ideas import events
from ideas import service as ideas
from ideas.models import Idea, Stage
from ideas.text import IdeaText
from trials.life import EvaluationText, publish_evaluation
from trials.models import Trial, TrialState
from trials.plans import TRIAL_FIELDS, TrialPlan, check


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedHistory:
    """An idea, its one trial and its evaluation as others wrote them; `source` and `external_id` name it there."""

    source: str
    external_id: str
    licence: str
    url: str
    author: Person
    text: IdeaText
    plan: TrialPlan
    evaluation: EvaluationText
    began: datetime
    ended: datetime


def taken_over(source: str, external_id: str) -> Idea | None:
    """The idea this history became here, if it was taken over before."""
    return session.scalar(select(Idea).where(Idea.source == source, Idea.external_id == external_id))


def take_over(history: FinishedHistory) -> Idea:
    """Take over a finished history, in the evaluated stage at once; one taken over before stays as it is.

    None of our people made its moves, so none is recorded: its history holds one event, which says where it comes from.
    """
    if there := taken_over(history.source, history.external_id):
        return there
    with clock.turned_to(history.began):
        idea = _idea(history)
    with clock.turned_to(history.ended):
        trial = _trial(idea, history)
        # Nobody here has promised to look again after six months.
        publish_evaluation(trial, by=None, evaluation=history.evaluation).follow_up_due_on = None
    marks = {"source": history.source, "id": history.external_id, "licence": history.licence, "url": history.url}
    events.record(idea, "imported", by=None, target=idea.stage.value, trial_id=trial.id, data=marks)
    return idea


def _idea(history: FinishedHistory) -> Idea:
    idea = ideas.draft(history.text, by=history.author)
    idea.source, idea.external_id = history.source, history.external_id
    idea.licence, idea.source_url = history.licence, history.url
    # The database checks that stage and number agree; they are only written together.
    with session.no_autoflush:
        idea.stage, idea.verdict = Stage.EVALUATED, history.evaluation.verdict
        idea.submitted_at = idea.trial_since = history.began
        idea.evaluated_at = history.ended
        idea.number = ideas.next_number(history.began)
    session.flush()
    ideas.keep_version(idea, by=history.author)
    return idea


def _trial(idea: Idea, history: FinishedHistory) -> Trial:
    check(history.plan)
    trial = Trial(
        idea=idea,
        source=history.source,
        state=TrialState.FINISHED,
        started_at=history.began,
        locked_at=history.began,
        ended_on=clock.local_date(history.ended),
        **{name: getattr(history.plan, name) for name in TRIAL_FIELDS},
    )
    session.add(trial)
    session.flush()
    return trial
