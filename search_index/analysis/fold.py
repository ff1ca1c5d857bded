"""One spelling for everything that reads the same: keys of the index, never text to be stored or shown."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.text.khmer import CLUSTER, COENG, INVISIBLE, reorder_cluster

_MARKS = "".join(
    re.escape(chr(code)) for code in range(0x80, 0x10000) if unicodedata.category(chr(code)).startswith("M")
)
_HANGING = f"[{_MARKS}{INVISIBLE}]"
_PIECE = re.compile(f"{CLUSTER}|[\x00-\x7f]+(?!{_HANGING})|.{_HANGING}*", re.DOTALL)
_ACCENTS = re.compile("[\u0300-\u036f]")
_UNSEEN = re.compile(f"[{INVISIBLE}]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and, for each of its characters, where in the original its piece starts and ends."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


def fold(text: str, *, as_typed: bool = False) -> str:
    """The text without what does not change how it reads: case, accents, width, invisible characters, sign order,
    Khmer digits, and the subscripts DA and TA, which look alike. With `as_typed` those two stay, for a dictionary
    that knows words in one of the spellings only.
    """
    if text.isascii():
        return text.lower()
    fold_piece = _fold_as_typed if as_typed else _fold_piece
    return "".join([piece.lower() if piece.isascii() else fold_piece(piece) for piece in _PIECE.findall(text)])


def fold_with_places(text: str, *, as_typed: bool = False) -> Folded:
    """`fold`, with the way back: a Khmer cluster or an accented letter is one piece, so marking never cuts it."""
    if text.isascii():
        return Folded(text.lower(), list(range(len(text))), list(range(1, len(text) + 1)))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    fold_piece = _fold_as_typed if as_typed else _fold_piece
    for match in _PIECE.finditer(text):
        piece, start, end = match.group(), match.start(), match.end()
        if piece.isascii():
            folded = piece.lower()
            starts.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            folded = fold_piece(piece)
            starts.extend([start] * len(folded))
            ends.extend([end] * len(folded))
        pieces.append(folded)
    return Folded("".join(pieces), starts, ends)


@lru_cache(maxsize=32_768)
def _fold_piece(piece: str) -> str:
    if "\u1780" <= piece[0] <= "\u17b3":
        return reorder_cluster(piece.replace("\u17d2\u178a", "\u17d2\u178f") if COENG in piece else piece)
    return _fold_other(piece)


@lru_cache(maxsize=32_768)
def _fold_as_typed(piece: str) -> str:
    return reorder_cluster(piece) if "\u1780" <= piece[0] <= "\u17b3" else _fold_other(piece)


def _fold_other(piece: str) -> str:
    """NFKC with case folded and accents dropped; decimal digits of any script become 0-9."""
    text = _SURROGATE.sub(" ", _UNSEEN.sub("", piece))
    for _ in range(2):
        text = _ACCENTS.sub("", unicodedata.normalize("NFKD", text).casefold())
    text = unicodedata.normalize("NFKC", text)
    return "".join([str(unicodedata.decimal(letter, letter)) for letter in text])
