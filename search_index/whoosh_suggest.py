"""Did you mean: words nobody wrote, replaced by near ones that somebody did, in either script."""

from collections.abc import Iterator
from itertools import groupby, pairwise

from search_index.analysis.fold import fold_with_places
from search_index.analysis.spelling import distance
from search_index.analysis.words import Analyser, Token
from search_index.query_plan import Field
from search_index.whoosh_reader import Snapshot
from search_index.whoosh_storage import damage_named

LONGEST_TEXT = 500
MOST_CORRECTIONS = 4
SHORT_WORD = 4

_Stretch = tuple[int, int, str]
"""Start and end in the folded text, and the word between."""


def suggest(text: str, analyser: Analyser, snapshot: Snapshot) -> str | None:
    """See `Engine.suggest`."""
    folded = fold_with_places(text[:LONGEST_TEXT], as_typed=True)
    written, behind, corrections = "", 0, 0
    for start, end, near in _corrections(list(analyser.tokens(folded.text)), snapshot):
        if corrections < MOST_CORRECTIONS and folded.starts[start] >= behind:
            written += text[behind : folded.starts[start]] + near
            behind, corrections = folded.ends[end - 1], corrections + 1
    return written + text[behind:] if corrections else None


def _corrections(tokens: list[Token], snapshot: Snapshot) -> Iterator[_Stretch]:
    """The stretches to be replaced, each with what somebody wrote."""
    unknown = {token.position for token in tokens if not _known(token, snapshot)}
    for strange, group in groupby(tokens, key=lambda token: (token.position in unknown, token.khmer)):
        if not strange[0]:
            continue
        stretch = list(group)
        candidates = _with_neighbours(tokens, stretch) if strange[1] else [_joined([token]) for token in stretch]
        yield from _best(candidates, snapshot, only_one=strange[1])


def _best(candidates: list[_Stretch], snapshot: Snapshot, *, only_one: bool) -> Iterator[_Stretch]:
    found = [(near, start, end) for start, end, word in candidates if (near := _nearest(word, snapshot)) is not None]
    for (_, _, written), start, end in [min(found)] if found and only_one else found:
        yield start, end, written


def _known(token: Token, snapshot: Snapshot) -> bool:
    if token.form.isdigit() or len(token.form) < 3:
        return not token.khmer or snapshot.stands(Field.WORDS, token.key)
    return snapshot.stands(Field.FORMS, token.form) or snapshot.stands(Field.WORDS, token.key)


def _with_neighbours(tokens: list[Token], stretch: list[Token]) -> list[_Stretch]:
    """A misspelt Khmer word is cut to pieces, some of which are words by chance: try it with those beside it too."""
    first, last = tokens.index(stretch[0]), tokens.index(stretch[-1])
    wholes = [tokens[start : end + 1] for start in (first, first - 1) if start >= 0 for end in (last, last + 1)]
    return [_joined(whole) for whole in wholes if _unbroken(whole)]


def _unbroken(tokens: list[Token]) -> bool:
    return all(left.khmer and left.end == right.start for left, right in pairwise(tokens))


def _joined(tokens: list[Token]) -> _Stretch:
    return tokens[0].start, tokens[-1].end, "".join(token.form for token in tokens)


def _nearest(word: str, snapshot: Snapshot) -> tuple[float, int, str] | None:
    """The nearest word somebody wrote: how far for its length, how many wrote it (negative), itself."""
    furthest = 1 if len(word) <= SHORT_WORD else 2
    near: set[str] = set()
    with damage_named():
        for segment in snapshot.segments:
            near.update(segment.reader.terms_within(Field.FORMS.value, word, furthest, prefix=1))
    ranked = [
        (distance(word, other) / len(word), -snapshot.frequency(Field.FORMS, other), other)
        for other in near - {word}
        if len(other) > 2 and not other.isdigit() and snapshot.stands(Field.FORMS, other)
    ]
    return min(ranked, default=None)
