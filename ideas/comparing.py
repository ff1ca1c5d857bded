"""Two versions side by side: what was taken out and what was put in, word by word, in Khmer by written cluster."""

import difflib
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

# A Latin word, a run of space, a Khmer cluster (base, its subscripts and signs), or any other single letter.
_PIECES = re.compile(
    r"[^\W\u1780-\u17ff]+|\s+|[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd\u200b-\u200d])*|.",
    re.DOTALL,
)
PAIRS_MOST = 200_000
"""Pairs of equal pieces that are looked at: the time grows with them, and faster where a text repeats itself."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text in both ("same"), only in the earlier ("out") or only in the later one ("in")."""

    kind: str
    text: str


def compare(earlier: str, later: str) -> list[Change]:
    """The changes that lead from the earlier text to the later one, in reading order: by line, then within lines."""
    changes: list[Change] = []
    for kind, old, new in _aligned(earlier.splitlines(keepends=True), later.splitlines(keepends=True)):
        stretches = [(kind, old, new)] if kind != "replace" else _aligned(_PIECES.findall(old), _PIECES.findall(new))
        for within, out, into in stretches:
            if within == "equal":
                _add(changes, "same", out)
            else:
                _add(changes, "out", out)
                _add(changes, "in", into)
    return changes


def _aligned(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """What became of what: difflib's kind, the earlier text and the later one. Too many pairs are one replacement."""
    head = _in_common(before, after)
    tail = _in_common(before[head:][::-1], after[head:][::-1])
    yield "equal", "".join(before[:head]), "".join(after[:head])
    yield from _between(before[head : len(before) - tail], after[head : len(after) - tail])
    yield "equal", "".join(before[len(before) - tail :]), "".join(after[len(after) - tail :])


def _in_common(one: Sequence[str], other: Sequence[str]) -> int:
    """How many pieces are the same from the beginning on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _between(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    often = Counter(before)
    if sum(often[piece] * count for piece, count in Counter(after).items() if not piece.isspace()) > PAIRS_MOST:
        yield "replace", "".join(before), "".join(after)
        return
    # Space begins no stretch: it stands between all words, and alone says nothing.
    matcher = difflib.SequenceMatcher(str.isspace, before, after, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        yield kind, "".join(before[i1:i2]), "".join(after[j1:j2])


def _add(changes: list[Change], kind: str, text: str) -> None:
    if changes and changes[-1].kind == kind:
        changes[-1] = Change(kind, changes[-1].text + text)
    elif text:
        changes.append(Change(kind, text))
