"""Which language a page speaks, and the words the form library says itself."""

from typing import Any

from babel.support import NullTranslations, Translations
from flask import Flask, current_app, has_request_context, request, session

from accounts.session import visitor
from core.languages import LANGUAGES, begin_answer, current_language, end_answer
from core.text.khmer import to_khmer_digits


def choose_locale() -> str:
    """What was picked in this browser, else the visitor's own language, else the browser's, else the installation's.

    The worker and the command line answer nobody: they speak the installation's language.
    """
    standing = str(current_app.config["KUMNIT_DEFAULT_LANGUAGE"])
    if not has_request_context():
        return standing
    if session.get("language") in LANGUAGES:
        return str(session["language"])
    person = visitor()
    if person is not None:
        return person.language
    return request.accept_languages.best_match(list(LANGUAGES)) or standing


class KhmerSentence(str):
    """A sentence whose placeholders are filled with Khmer digits, whatever the form library fills them with."""

    __slots__ = ()

    def __mod__(self, values: Any) -> str:
        """The sentence with its placeholders filled."""
        return to_khmer_digits(str.__mod__(self, values))


class FormWords:
    """The form library's own messages in the language of the page, looked up when they are needed."""

    def __init__(self, catalogues: dict[str, NullTranslations]) -> None:
        self._catalogues = catalogues

    def ugettext(self, message: str) -> str:
        """The message in the reader's language."""
        return self._said(self._catalogues[current_language()].ugettext(message))

    def ungettext(self, one: str, many: str, count: int) -> str:
        """The message for a count in the reader's language."""
        return self._said(self._catalogues[current_language()].ungettext(one, many, count))

    def _said(self, sentence: str) -> str:
        return KhmerSentence(sentence) if current_language() == "km" else sentence


def init_locale(app: Flask) -> None:
    """Let every request find its language once, and forms speak the page's language too."""
    folder = app.config["BABEL_TRANSLATION_DIRECTORIES"]
    words = FormWords({code: Translations.load(folder, [code], "wtforms") for code in LANGUAGES})

    @app.before_request
    def _begin() -> None:
        begin_answer()
        request.wtforms_translations = words  # type: ignore[attr-defined] # read by Flask-WTF

    @app.teardown_request
    def _end(_error: BaseException | None) -> None:
        end_answer()
