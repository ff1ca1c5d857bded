"""Keeping the index in step: changes are noted in their own transaction, a worker writes them after the commit."""

from collections.abc import Iterable
from typing import Any

import structlog
from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import Session, UOWTransaction

from core import outbox
from core.database import reading, session
from ideas.models import Comment, Idea, Stage
from search_index import neighbours
from search_index.documents import all_documents, documents_of
from search_index.engine import Engine, IndexBusy, IndexDamaged
from trials.models import CheckIn, Evaluation, Metric, Trial

TOPIC = "search"
BATCH = 200
log = structlog.get_logger(__name__)


def engine() -> Engine:
    """The search engine of the running application."""
    found: Engine = current_app.extensions["search"]
    return found


def drain() -> int:
    """Write everything that waits into the index and tell how many ideas that was.

    An idea stays in the outbox until it is in the index for good: a worker killed at any point loses nothing, and
    writing an idea twice changes nothing.
    """
    written = 0
    try:
        # Held from reading to writing: a slower worker must not put an older state over a newer one.
        with engine().exclusive(timeout=0):
            while batch := _write_batch():
                written += batch
            if engine().health().problem:
                rebuild()
    except IndexBusy:
        # Whoever writes now takes what waits, and the sweep looks again within a minute.
        log.info("the index is being written by another process")
    if written:
        current_app.extensions["pump"](neighbours.TOPIC)
    return written


def look_for_neighbours() -> int:
    """Find the ideas near those that were written into the index; tells for how many."""
    return neighbours.look(engine())


def _write_batch() -> int:
    with reading():
        waiting = outbox.take(TOPIC, most=BATCH)
        ids = {row.subject_id for row in waiting}
        documents = documents_of(ids) if ids else []
        session.rollback()
    if not waiting:
        return 0
    try:
        engine().put(documents)
        engine().remove(ids - {document.idea_id for document in documents})
    except IndexDamaged as damage:
        log.error("the index is damaged and is built anew", problem=str(damage))
        rebuild()
    outbox.put(neighbours.TOPIC, ids)
    outbox.done(waiting)
    session.commit()
    return len(ids)


def rebuild(documents: Iterable[Any] | None = None) -> int:
    """Build the index anew beside the live one and put it in its place; tells how many ideas it holds."""
    return engine().rebuild(all_documents() if documents is None else documents)


def ask_for_rebuild() -> None:
    """Have the worker look at the index: a damaged one is then built anew from the database."""
    current_app.extensions["pump"](TOPIC)


def _ideas_behind(changed: object) -> int | None:
    match changed:
        case Idea():
            return changed.id if changed.stage is not Stage.DRAFT else None
        case Comment() | Trial():
            return changed.idea_id
        case CheckIn() | Evaluation() | Metric():
            # A metric taken out of its plan belongs to no trial any more; the plan itself has changed too.
            return changed.trial.idea_id if changed.trial else None
    return None


def _note_changes(flushed: Session, _context: UOWTransaction) -> None:
    ids = {idea_id for each in (*flushed.new, *flushed.dirty) if (idea_id := _ideas_behind(each)) is not None}
    outbox.put(TOPIC, ids)


event.listen(Session, "after_flush", _note_changes)
