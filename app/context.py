"""What the frame of every page needs to know."""

from functools import cache
from typing import Any

from flask import Flask
from flask_wtf.csrf import generate_csrf

from accounts.session import visitor
from app.templating import Link
from core.addresses import url_for
from core.languages import lazy_gettext as _l
from notifications.queries import unread_count


def init_context(app: Flask) -> None:
    """Give every template the reader and the places the header leads to."""
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    reader = visitor()
    frame: dict[str, Any] = {
        "reader": reader,
        "navigation": [],
        "reader_menu": [],
        "home_url": url_for("home.home"),
        "search_url": url_for("search.search"),
        "language_url": url_for("home.language"),
        "sign_in_url": url_for("security.login"),
        "sign_out_url": url_for("security.logout"),
        # Asked for by every form of the page.
        "csrf_token": cache(generate_csrf),
    }
    if reader is not None:
        frame["navigation"] = [
            Link(_l("Home"), url_for("home.home"), "home"),
            Link(_l("Ideas"), url_for("ideas.listing"), "ideas"),
            Link(_l("Trials"), url_for("trials.listing"), "trials"),
            Link(_l("Search"), url_for("search.search"), "search"),
        ]
        frame["reader_menu"] = [
            Link(_l("My things"), url_for("home.mine")),
            Link(_l("Inbox"), url_for("notifications.inbox"), count=unread_count(reader)),
            Link(_l("Settings"), url_for("accounts.settings")),
        ]
    return frame
