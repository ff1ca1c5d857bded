"""The languages Kumnit speaks: translation calls for every layer, and the reader's language."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import flask_babel
from babel.support import NullTranslations

from core.text.khmer import to_khmer_digits

LANGUAGES = {"km": "ខ្មែរ", "en": "English"}
"""Interface languages by code, each with its name in its own writing."""

DEFAULT_LANGUAGE = "km"


@dataclass(frozen=True, slots=True)
class Voice:
    """A language, its catalogue, and what is worked out once from the two."""

    language: str
    catalogue: NullTranslations
    kept: dict[Any, Any]


_from_catalogues: WeakKeyDictionary[NullTranslations, dict[Any, Any]] = WeakKeyDictionary()


# A page asks for its language hundreds of times. While a request is answered the voice is kept here as soon as it is
# known; "" says that it is not known yet, and None that nothing is kept (on the command line, in the worker).
_kept: ContextVar[Voice | str | None] = ContextVar("voice", default=None)


def begin_answer() -> None:
    """Say that a request is answered from here on: its language is worked out once, when it is first asked for."""
    _kept.set("")


def end_answer() -> None:
    """Forget the language of the request that was answered."""
    _kept.set(None)


def gettext(message: str, **values: object) -> str:
    """Translate a message into the reader's language and fill its named placeholders."""
    text = voice().catalogue.ugettext(message)
    return text % _spoken(values) if values else text


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Translate a message that depends on a count; `%(num)s` stands for the count unless it is given."""
    return plural_form(one, many, num) % _spoken({"num": num, **values})


def _spoken(values: Mapping[str, object]) -> dict[str, object]:
    """The values with whole numbers in the digits of the reader's language."""
    if current_language() != "km":
        return dict(values)
    return {name: to_khmer_digits(str(value)) if type(value) is int else value for name, value in values.items()}


def plural_form(one: str, many: str, num: int) -> str:
    """The translated form of a message that goes with a count, its placeholders not yet filled."""
    return voice().catalogue.ungettext(one, many, num)


# A lazy string stands in for `str` everywhere we use one (labels, choices, templates), so it is typed as one.
def lazy_gettext(message: str, **values: object) -> str:
    """Give a string that is translated each time it is read, for labels written at import time."""
    text: str = flask_babel.LazyString(gettext, message, **values)
    return text


def current_language() -> str:
    """Tell the code of the language the reader is being answered in; Khmer when nobody is being answered."""
    return voice().language


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak another language for the length of the block, as a mail to one person must."""
    with flask_babel.force_locale(code):
        token = _kept.set(_heard())
        try:
            yield
        finally:
            _kept.reset(token)


def voice() -> Voice:
    """The language the reader is being answered in with its words, for whoever draws many of them."""
    kept = _kept.get()
    if isinstance(kept, Voice):
        return kept
    heard = _heard()
    if kept is not None:
        _kept.set(heard)
    return heard


def _heard() -> Voice:
    """The voice as the translation library works it out from the present request or application."""
    locale = flask_babel.get_locale()
    known = locale is not None and locale.language in LANGUAGES
    catalogue = flask_babel.get_translations()
    kept = _from_catalogues.setdefault(catalogue, {})
    return Voice(str(locale.language) if known else DEFAULT_LANGUAGE, catalogue, kept)
