"""Whether everything that should run does."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from core import clock
from core.database import session
from core.outbox import waiting_since

LATE = timedelta(minutes=3)
"""How long something may wait in the outbox before we say that the worker does not keep up."""


def health_of() -> dict[str, Any]:
    """The state of the database and of the work that follows changes."""
    try:
        session.execute(text("SELECT 1"))
        oldest = waiting_since("search")
    except SQLAlchemyError:
        return {"status": "failing", "database": "does not answer"}
    late = oldest is not None and clock.now() - oldest > LATE
    return {
        "status": "late" if late else "ok",
        "database": "ok",
        "search_waits_since": oldest.isoformat() if oldest else None,
    }
