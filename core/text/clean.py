"""Making what people type safe to keep, without losing what they meant."""

import re

# Controls no reader can see and PostgreSQL cannot keep (NUL); tab and line feed stay.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """The text with line ends as LF, invisible controls left out, and halves of characters made visible."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SURROGATES.sub("\ufffd", _CONTROLS.sub("", text))


def one_line(text: str) -> str:
    """The cleaned text on one line, with single spaces."""
    return " ".join(clean(text).split())


def language_of(text: str) -> str:
    """The language a text is mostly written in, by its script: km or en."""
    khmer = sum("\u1780" <= letter <= "\u17ff" for letter in text)
    latin = sum(letter.isascii() and letter.isalpha() for letter in text)
    return "km" if khmer > latin else "en"
