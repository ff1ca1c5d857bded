"""Two versions side by side: what was taken out and what was put in, word by word, in Khmer by written cluster."""

import difflib
import re
from dataclasses import dataclass

# A Latin word, a run of space, a Khmer cluster (base, its subscripts and signs), or any other single letter.
_PIECES = re.compile(
    r"[^\W\u1780-\u17ff]+|\s+|[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd\u200b-\u200d])*|.",
    re.DOTALL,
)
PIECES_MOST = 20_000


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of text in both ("same"), only in the earlier ("out") or only in the later one ("in")."""

    kind: str
    text: str


def compare(earlier: str, later: str) -> list[Change]:
    """The changes that lead from the earlier text to the later one, in reading order."""
    before, after = _PIECES.findall(earlier), _PIECES.findall(later)
    if len(before) + len(after) > PIECES_MOST:
        # Word by word takes time with the square of the length; such texts are compared by line.
        before, after = earlier.splitlines(keepends=True), later.splitlines(keepends=True)
    changes: list[Change] = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            changes.append(Change("same", "".join(before[i1:i2])))
            continue
        if i1 < i2:
            changes.append(Change("out", "".join(before[i1:i2])))
        if j1 < j2:
            changes.append(Change("in", "".join(after[j1:j2])))
    return changes
