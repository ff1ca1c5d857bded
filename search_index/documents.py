"""Ideas as the index knows them: everything every member may read, gathered for many ideas at once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core import clock
from core.database import reading, session
from core.text.markdown import plain
from ideas.models import Comment, CommentKind, Idea, Stage
from search_index.engine import Document, Facts, Kind
from trials.models import CheckIn, Evaluation, Trial

BATCH = 200


def documents_of(idea_ids: Iterable[int]) -> list[Document]:
    """The documents of those of the ideas that are published."""
    ids = list(idea_ids)
    ideas = session.scalars(
        select(Idea)
        .where(Idea.id.in_(ids), Idea.stage != Stage.DRAFT)
        .options(joinedload(Idea.ministry), selectinload(Idea.tag_rows))
        .order_by(Idea.id)
    ).all()
    talk = _talk(ids)
    tried: dict[int, list[str]] = defaultdict(list)
    evaluated: dict[int, list[str]] = defaultdict(list)
    verdicts: dict[int, list[str]] = defaultdict(list)
    for trial in _trials(ids):
        tried[trial.idea_id] += _plan_texts(trial)
        if trial.evaluation is not None:
            evaluated[trial.idea_id] += _evaluation_texts(trial.evaluation)
            verdicts[trial.idea_id].append(trial.evaluation.verdict.value)
    for idea_id, learned, following in _check_ins(ids):
        tried[idea_id] += [learned, following]
    return [_document(idea, talk[idea.id], tried[idea.id], evaluated[idea.id], verdicts[idea.id]) for idea in ideas]


def all_documents() -> Iterator[Document]:
    """The documents of every published idea, in batches that keep memory and transactions short."""
    last = 0
    while True:
        with reading():
            ids = session.scalars(
                select(Idea.id).where(Idea.id > last, Idea.stage != Stage.DRAFT).order_by(Idea.id).limit(BATCH)
            ).all()
            documents = documents_of(ids)
            session.rollback()
            session.expunge_all()
        if not ids:
            return
        yield from documents
        last = ids[-1]


def _document(
    idea: Idea, talk: Sequence[str], tried: Sequence[str], evaluated: Sequence[str], verdicts: Sequence[str]
) -> Document:
    submitted = idea.submitted_at or idea.created_at
    said = [plain(text) for text in (idea.problem, idea.proposal, idea.gain, idea.second_summary)]
    return Document(
        idea_id=idea.id,
        title=idea.title,
        # Found like a title, but no part of any text a passage could be shown from.
        second_title="\n".join([idea.second_title, *idea.tags, idea.number or "", idea.external_id or ""]),
        facts=Facts(
            stage=idea.stage.value,
            submitted=submitted.astimezone(clock.LOCAL),
            verdicts=tuple(verdicts) or ((idea.verdict.value,) if idea.verdict else ()),
            ministry=idea.ministry.code if idea.ministry else "",
            province=idea.province or "",
            tags=tuple(idea.tags),
            language=idea.language,
            supports=idea.support_total,
        ),
        sections={
            Kind.IDEA: _join(said),
            Kind.TALK: _join(plain(text) for text in talk),
            Kind.TRIAL: _join(plain(text) for text in tried),
            Kind.EVALUATION: _join(plain(text) for text in evaluated),
        },
    )


def _join(texts: Iterable[str]) -> str:
    return "\n\n".join(text.strip() for text in texts if text and text.strip())


def _talk(ids: Sequence[int]) -> dict[int, list[str]]:
    said: dict[int, list[str]] = defaultdict(list)
    rows = session.execute(
        select(Comment.idea_id, Comment.body)
        .where(Comment.idea_id.in_(ids), Comment.removed_at.is_(None), Comment.kind != CommentKind.INTERNAL)
        .order_by(Comment.id)
    )
    for idea_id, body in rows:
        said[idea_id].append(body)
    return said


def _trials(ids: Sequence[int]) -> Sequence[Trial]:
    return session.scalars(
        select(Trial)
        .where(Trial.idea_id.in_(ids))
        .options(joinedload(Trial.organisation), joinedload(Trial.evaluation), selectinload(Trial.metrics))
        .order_by(Trial.id)
    ).all()


def _check_ins(ids: Sequence[int]) -> Sequence[tuple[int, str, str]]:
    return [
        (idea_id, learned, following)
        for idea_id, learned, following in session.execute(
            select(Trial.idea_id, CheckIn.learned, CheckIn.next)
            .join(CheckIn, CheckIn.trial_id == Trial.id)
            .where(Trial.idea_id.in_(ids))
            .order_by(CheckIn.id)
        )
    ]


def _plan_texts(trial: Trial) -> list[str]:
    site = [trial.site] + ([trial.organisation.name_km, trial.organisation.name_en] if trial.organisation else [])
    plan = [
        trial.hypothesis_if,
        trial.hypothesis_then,
        trial.hypothesis_because,
        trial.steps,
        trial.participants,
        trial.stop_rule,
    ]
    measured = [name for metric in trial.metrics for name in (metric.name_km, metric.name_en)]
    return [*site, *plan, *measured, trial.adapted, trial.stop_reason or ""]


def _evaluation_texts(evaluation: Evaluation) -> list[str]:
    return [
        evaluation.what_happened,
        evaluation.side_effects,
        evaluation.would_do_differently,
        evaluation.what_others_need,
    ]
