"""Every refusal and every failure as a page with a plain sentence and the right status."""

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException, SecurityError

from accounts.session import forget_visitor
from core.database import session
from core.errors import DomainError, TooMany
from core.languages import gettext as _
from core.languages import lazy_gettext as _l

log = structlog.get_logger(__name__)

SENTENCES = {
    400: _l("We could not understand this request."),
    401: _l("Sign in to see this page."),
    403: _l("You may not do this."),
    404: _l("There is no such page."),
    405: _l("This address does not take that kind of request."),
    409: _l("Somebody changed this at the same moment. Look at the page again and repeat what is still needed."),
    413: _l("This is more than can be sent at once. Shorten the text or choose a smaller file."),
    415: _l("A file of this kind cannot be kept."),
    422: _l("Something in the form needs another look."),
    429: _l("Too many tries in a short time. Wait a little and try again."),
    500: _l("Something went wrong on our side. Nothing you had saved is lost; please try again in a while."),
    503: _l("The service is busy. Nothing is lost; please try again in a moment."),
}


def init_errors(app: Flask) -> None:
    """Answer every error of the app with a page."""
    app.register_error_handler(Exception, page_for)


def page_for(error: Exception) -> Response:
    """The answer to an error; what the person could not have caused is written to the log."""
    session.rollback()
    if isinstance(error, OperationalError):
        # Who asks is written in the very database that does not answer: the page is made for a stranger.
        forget_visitor()
    if isinstance(error, SecurityError):
        # Asked under a name that is not ours: there is no address of ours to lead to, so no page either.
        return make_response(_("This address is not one of ours."), 400, {"Content-Type": "text/plain; charset=utf-8"})
    status, message = _read(error)
    if status >= 500:
        log.error("request failed", path=request.path, status=status, exc_info=error)
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        response = make_response(jsonify(message=message), status)
    else:
        response = make_response(render_template("errors/error.html", status=status, message=message), status)
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.wait)
    return response


def _read(error: Exception) -> tuple[int, str]:
    match error:
        case DomainError():
            return error.status, str(error.message)
        case CSRFError():
            return 400, _(
                "The form was open for too long or came from another page. Go back, load it again and send it."
            )
        case HTTPException():
            status = error.code or 500
        case StaleDataError() | IntegrityError():
            status = 409
        case OperationalError():
            status = 503
        case DataError():
            status = 422
        case _:
            status = 500
    return status, str(SENTENCES.get(status, SENTENCES[400 if status < 500 else 500]))
