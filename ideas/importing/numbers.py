"""Counts the way people and programs write them."""

import re

from core.errors import Invalid
from core.languages import lazy_gettext as _l
from ideas.importing.text import digits_as_ascii, is_missing

# `1,234` and `1.234` are a thousand and more; `12.0` is twelve: three digits after the mark make the difference.
_FORMS = [
    re.compile(r"(?P<whole>[+-]?\d{1,3}(?P<mark>[,.' ’])\d{3}(?:(?P=mark)\d{3})*)(?:(?!(?P=mark))[.,]\d+)?"),
    re.compile(r"(?P<whole>[+-]?\d+)(?:[.,]\d*)?"),
]
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[eE]\+?\d{1,2}")
_LARGEST = 2**31 - 1


def read_count(value: str) -> int | None:
    """A whole number out of `1,234`, `12.0` or Khmer digits; None for an empty cell, Invalid for other text."""
    if is_missing(value):
        return None
    text = re.sub("[\xa0\u2009\u202f]", " ", digits_as_ascii(value)).replace("−", "-").strip()
    for form in _FORMS:
        if match := form.fullmatch(text):
            return max(min(int(re.sub(r"[^\d-]", "", match["whole"])), _LARGEST), -_LARGEST)
    if _SCIENTIFIC.fullmatch(text):
        return int(min(float(text), _LARGEST))
    raise Invalid(_l("“%(value)s” is not a number.", value=value.strip()[:40]))
