"""The languages Kumnit speaks: translation calls for every layer, and the reader's language."""

from collections.abc import Iterator
from contextlib import contextmanager

import flask_babel

LANGUAGES = {"km": "ខ្មែរ", "en": "English"}
"""Interface languages by code, each with its name in its own writing."""

DEFAULT_LANGUAGE = "km"


def gettext(message: str, **values: object) -> str:
    """Translate a message into the reader's language and fill its named placeholders."""
    return str(flask_babel.gettext(message, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Translate a message that depends on a count; `%(num)s` stands for the count unless it is given."""
    return str(flask_babel.ngettext(one, many, num, **values))


# A lazy string stands in for `str` everywhere we use one (labels, choices, templates), so it is typed as one.
def lazy_gettext(message: str, **values: object) -> str:
    """Give a string that is translated each time it is read, for labels written at import time."""
    text: str = flask_babel.LazyString(gettext, message, **values)
    return text


def lazy_ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Give a string that depends on a count and is translated each time it is read."""
    text: str = flask_babel.LazyString(ngettext, one, many, num, **values)
    return text


def current_language() -> str:
    """Tell the code of the language the reader is being answered in; Khmer when nobody is being answered."""
    locale = flask_babel.get_locale()
    if locale is None or locale.language not in LANGUAGES:
        return DEFAULT_LANGUAGE
    return str(locale.language)


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Speak another language for the length of the block, as a mail to one person must."""
    with flask_babel.force_locale(code):
        yield
