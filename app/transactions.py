"""One request, one transaction: an answer below 400 commits, anything else rolls back."""

from flask import Flask, Response, request
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from app.errors import page_for
from app.jobs import wake_worker
from core.database import only_reading, session
from core.outbox import topics_put

SAFE = {"GET", "HEAD", "OPTIONS"}


def init_transactions(app: Flask) -> None:
    """Let every request of the app end its transaction."""
    app.before_request(_say_whether_we_write)
    app.after_request(_end_transaction)


def _say_whether_we_write() -> None:
    only_reading(request.method in SAFE)


def _end_transaction(response: Response) -> Response:
    if response.status_code >= 400:
        session.rollback()
        return response
    try:
        topics = topics_put()
        # The page is drawn: nothing will be read again, so nothing needs to be marked as gone stale.
        session().expire_on_commit = False
        session.commit()
    except (StaleDataError, DBAPIError) as error:
        session.rollback()
        return page_for(error)
    wake_worker(topics)
    return response
