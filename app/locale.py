"""Which language a page speaks, and the words the form library says itself."""

from babel.support import Translations
from flask import Flask, current_app, g, request, session

from accounts.session import visitor
from core.languages import LANGUAGES


def choose_locale() -> str:
    """The visitor's own language, else what they picked on this device, else the browser's, else the installation's."""
    person = visitor()
    if person is not None:
        return person.language
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    preferred = request.accept_languages.best_match(list(LANGUAGES)) if request else None
    return preferred or str(current_app.config["KUMNIT_DEFAULT_LANGUAGE"])


def init_locale(app: Flask) -> None:
    """Let forms speak the page's language too."""
    folder = app.config["BABEL_TRANSLATION_DIRECTORIES"]
    words = {code: Translations.load(folder, [code], "wtforms") for code in LANGUAGES}

    @app.before_request
    def _form_words() -> None:
        g.form_words = words
