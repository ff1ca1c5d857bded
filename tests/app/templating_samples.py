"""A small application that knows nothing but our templates, and sample things to draw with them."""

from enum import Enum
from types import SimpleNamespace

from flask import Flask
from flask_babel import Babel
from flask_wtf import CSRFProtect

from app.assets import init_assets
from app.templating import init_templating
from config import HERE


class Stage(Enum):
    DRAFT, PROPOSAL, TRIAL, EVALUATED, CLOSED = "draft", "proposal", "trial", "evaluated", "closed"

    @property
    def label(self) -> str:
        return self.value.title()


class Verdict(Enum):
    WORKED, PARTLY, DID_NOT, UNCLEAR = "worked", "partly", "did_not", "unclear"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


NOBODY = {
    "navigation": [], "reader": None, "reader_menu": [], "home_url": "/", "search_url": "/search",
    "language_url": "/language", "sign_in_url": "/sign-in", "sign_out_url": "/sign-out",
}  # fmt: skip


def small_app() -> Flask:
    """An application with the templates and without features, database or sign-in."""
    app = Flask("kumnit", template_folder=str(HERE / "templates"))
    app.config.update(SECRET_KEY="for drawing only", WTF_CSRF_ENABLED=False, TESTING=True)
    Babel(app, default_locale="en", locale_selector=lambda: "en")
    CSRFProtect(app)
    init_assets(app)
    init_templating(app)
    app.context_processor(lambda: NOBODY)
    return app


def idea(stage: Stage = Stage.PROPOSAL, **facts: object) -> SimpleNamespace:
    """An idea as the macros see it."""
    known = {
        "number": "2026-0042", "title": "Queue tickets", "language": "en", "url": "/ideas/42", "stage": stage,
        "ministry": SimpleNamespace(name="Ministry of Interior"), "place": None, "submitted_at": None,
        "trial_since": None, "evaluated_at": None, "verdict": None, "support_count": 3, "comment_count": 1, "tags": [],
    }  # fmt: skip
    return SimpleNamespace(**{**known, **facts})
