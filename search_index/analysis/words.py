"""Words of a text, Khmer and Latin mixed: Khmer cut by ICU's dictionary where it is installed, else left to grams."""

import re
from collections.abc import Callable, Container, Iterator
from itertools import pairwise
from typing import NamedTuple

from core.text.khmer import COENG, LETTERS, SIGNS, clusters
from search_index.analysis.english import stem
from search_index.analysis.fold import fold

Segmenter = Callable[[str], list[str]]

LONGEST_KEY = 60

KHMER_RUN = f"[{LETTERS}{SIGNS}{COENG}]+"
# Vowel signs of other scripts are no letters to Python, yet they are inside words.
_LETTER = r"[^\W_\u1780-\u17ff]|[\u0300-\u036f\u0900-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ebc\u1000-\u109f]"
_RUN = re.compile(rf"(?P<khmer>{KHMER_RUN})|(?P<other>(?:{_LETTER})+(?:['\u2019](?:{_LETTER})+)*)")
_POSSESSIVE = re.compile("['\u2019]s?$")
_HYPHENS = frozenset("-\u2010\u2011")


class Token(NamedTuple):
    """One word: its key in the index, its form as read, where in the folded text it stands, and which word it is."""

    key: str
    form: str
    start: int
    end: int
    position: int
    khmer: bool


def _icu_segmenter() -> Segmenter | None:
    """ICU's Khmer dictionary, or None where icu4py has no wheel for the machine."""
    try:
        from icu4py.breakers import WordBreaker
    except ImportError:
        return None

    def segment(run: str) -> list[str]:
        return [run[start:end] for start, end in WordBreaker(run, "km").segments() if end > start]

    return segment


class Analyser:
    """Cuts text into tokens; made once a process. Without a segmenter Khmer is found by its clusters alone."""

    def __init__(self, segmenter: Segmenter | None) -> None:
        self._segmenter = segmenter

    @property
    def knows_khmer_words(self) -> bool:
        """Whether Khmer runs are cut into words."""
        return self._segmenter is not None

    def tokens(self, typed: str, *, initials: Container[str] | None = None) -> Iterator[Token]:
        """The tokens of a text folded `as_typed`, in order; places are places in that folded text.

        With `initials`, of the words that are not Khmer only those that begin so.
        """
        position = 0
        for match in _RUN.finditer(typed):
            if match["khmer"] is None:
                if initials is None or typed[match.start()] in initials:
                    yield self._latin(match, position)
                position += 1
            else:
                for token in self._khmer(match, position):
                    yield token
                    position += 1

    def khmer_words(self, run: str) -> list[str]:
        """The words of a Khmer run; empty without a segmenter."""
        if self._segmenter is None:
            return []
        return whole_clusters(self._segmenter(run))

    def _latin(self, match: re.Match[str], position: int) -> Token:
        form = _POSSESSIVE.sub("", match.group()).replace("'", "").replace("\u2019", "")[:LONGEST_KEY]
        return Token(stem(form), form, match.start(), match.end(), position, khmer=False)

    def _khmer(self, match: re.Match[str], position: int) -> Iterator[Token]:
        start = match.start()
        for number, word in enumerate(self.khmer_words(match.group())):
            end = start + len(word)
            yield Token(fold(word)[:LONGEST_KEY], word[:LONGEST_KEY], start, end, position + number, khmer=True)
            start = end


def whole_clusters(words: list[str]) -> list[str]:
    """The words with none that begins inside a cluster: a stray sign belongs to the word before it."""
    whole: list[str] = []
    for word in words:
        if whole and (whole[-1].endswith(COENG) or not "\u1780" <= word[0] <= "\u17b3"):
            whole[-1] += word
        else:
            whole.append(word)
    return whole


def khmer_runs(text: str) -> list[str]:
    """The unbroken Khmer stretches of a folded text."""
    return re.findall(KHMER_RUN, text)


def grams(run: str) -> list[str]:
    """Every cluster and every pair of neighbouring clusters of a folded Khmer run."""
    units = clusters(run)
    return units + [first + second for first, second in pairwise(units)]


def needed_grams(run: str) -> tuple[str, ...]:
    """The grams a text must hold to hold the folded run: its pairs, or its one cluster."""
    units = clusters(run)
    if len(units) == 1:
        return (units[0],)
    return tuple(dict.fromkeys(first + second for first, second in pairwise(units)))


def hyphenated(typed: str, first: Token, second: Token) -> bool:
    """Whether two neighbouring tokens are the halves of one hyphenated word."""
    return second.start == first.end + 1 and typed[first.end] in _HYPHENS and not first.khmer and not second.khmer


ANALYSER = Analyser(_icu_segmenter())
