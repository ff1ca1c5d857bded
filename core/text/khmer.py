"""Khmer letters: orthographic clusters, digits, and one order for signs that look the same however they were typed."""

import re
from functools import lru_cache

# Nothing of these is seen on a page: breaks, joiners, direction marks, variation selectors and the inherent vowels.
INVISIBLE = "\u00ad\u034f\u061c\u17b4\u17b5\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff"
LETTERS = "\u1780-\u17b3"
SIGNS = "\u17b4-\u17d1\u17d3\u17dd"
COENG = "\u17d2"
# What means nothing on a Khmer letter: the invisible, and Latin accents.
_PASSED_OVER = f"{INVISIBLE}\u0300-\u036f"

# A base letter with everything that hangs on it. What is passed over belongs to it only when more of it follows.
CLUSTER = f"[{LETTERS}](?:[{_PASSED_OVER}]*(?:{COENG}[{_PASSED_OVER}]*[{LETTERS}]|[{SIGNS}{COENG}]))*"

_UNIT = re.compile(f"{CLUSTER}|.", re.DOTALL)
_KHMER_LETTER = re.compile(f"[{LETTERS}]")
_SUBSCRIPT = re.compile(f"{COENG}[{LETTERS}]")
_PASSED_OVER_SIGN = re.compile(f"[{_PASSED_OVER}]")

_TO_ARABIC = {0x17E0 + value: str(value) for value in range(10)}
_TO_KHMER = {ord(str(value)): chr(0x17E0 + value) for value in range(10)}

# Letters the Unicode Standard deprecates or that are written two ways, and what is written today.
_TODAYS_LETTERS = {0x17A3: "\u17a2", 0x17A4: "\u17a2\u17b6", 0x17B2: "\u17b1"}

_SHIFTERS = frozenset("\u17c9\u17ca\u17cc")
_VOWELS = frozenset(map(chr, range(0x17B6, 0x17C6)))
_VOWEL_U = "\u17bb"
_ABOVE_VOWELS = frozenset("\u17b6\u17b7\u17b8\u17b9\u17ba\u17be")
_TAKES_MUUSIKATOAN = frozenset("ងញបមយរវ")
_SPLIT_VOWELS = (("\u17c1", "\u17b8", "\u17be"), ("\u17c1", "\u17b6", "\u17c4"))


def is_khmer(text: str) -> bool:
    """Whether at least one Khmer letter stands in the text."""
    return _KHMER_LETTER.search(text) is not None


def clusters(text: str) -> list[str]:
    """The text cut into orthographic clusters, anything else letter by letter. Joined, they are the text."""
    return _UNIT.findall(text)


def to_arabic_digits(text: str) -> str:
    """The text with ០-៩ written as 0-9."""
    return text.translate(_TO_ARABIC)


def to_khmer_digits(text: str) -> str:
    """The text with 0-9 written as ០-៩."""
    return text.translate(_TO_KHMER)


def reorder(text: str) -> str:
    """The same Khmer text with the signs of each cluster in one order, doubled and invisible ones dropped."""
    return "".join(reorder_cluster(unit) if len(unit) > 1 else unit for unit in clusters(text))


@lru_cache(maxsize=32_768)
def reorder_cluster(cluster: str) -> str:
    """One cluster as `reorder` writes it: letter, subscripts (RO last), register shifter, vowels, other signs.

    Orders after the Unicode Standard, 16.4 "Khmer"; the shifter typed as a vowel U and vowels typed in two parts are
    put right as SIL's khnormal does.
    """
    text = _PASSED_OVER_SIGN.sub("", cluster).translate(_TODAYS_LETTERS)
    subscripts = list(dict.fromkeys(_SUBSCRIPT.findall(text)))
    subscripts.sort(key=lambda subscript: subscript[1] == "រ")
    marks = set(_SUBSCRIPT.sub("", text[1:]).replace(COENG, ""))
    _join_split_vowels(marks)
    _shifter_for_u(marks, text[0])
    return text[0] + "".join(subscripts) + "".join(sorted(marks, key=_place))


def _place(mark: str) -> tuple[int, str]:
    if mark in _SHIFTERS:
        return (0, mark)
    return (1 if mark in _VOWELS else 2, mark)


def _join_split_vowels(marks: set[str]) -> None:
    for first, second, whole in _SPLIT_VOWELS:
        if first in marks and second in marks:
            marks -= {first, second}
            marks.add(whole)


def _shifter_for_u(marks: set[str], base: str) -> None:
    """Under a vowel sign above the letter a shifter takes the shape of U, and many type U for it."""
    if _VOWEL_U in marks and marks & _ABOVE_VOWELS:
        marks.remove(_VOWEL_U)
        if not marks & _SHIFTERS:
            marks.add("\u17c9" if base in _TAKES_MUUSIKATOAN else "\u17ca")
