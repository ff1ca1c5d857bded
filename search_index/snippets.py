"""The passage of a text that answers a query best, with the words found marked; never a cluster cut in two."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from search_index.analysis.fold import Folded, fold, fold_with_places
from search_index.analysis.words import Analyser
from search_index.query_plan import Field, QueryPlan, Word

USUAL_LENGTH = 200
LONGEST_TEXT = 100_000
LONGEST_CLUSTER = 60
"""Characters in which a cluster begins and ends, whatever hangs on it."""
_LEAD_SHARE = 5
_GRAMS_SHARE = 0.5

# Only Latin words are looked up token by token; Khmer spellings are sought in the folded text wherever words begin.
_LATIN = Analyser(None)
_BREAK = re.compile("[\\s\u200b។៕!?;,]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the original text, marked or not."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage in pieces which, joined, are a stretch of the original; `words` counts the different words marked."""

    pieces: tuple[Piece, ...]
    cut_before: bool = False
    cut_after: bool = False
    words: int = 0


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    word: int


def mark(text: str, plan: QueryPlan) -> tuple[Piece, ...]:
    """The whole text in pieces, for titles."""
    return tuple(_pieces(text, 0, len(text), _marks(text, plan)))


def snippet(text: str, plan: QueryPlan, *, length: int = USUAL_LENGTH) -> Snippet:
    """The best passage of about `length` characters; the beginning when nothing of the plan is in the text."""
    text = text[:LONGEST_TEXT]
    marks = _marks(text, plan)
    start = max(0, min(_best_start(marks, length), len(text) - length))
    start, end = _whole_words(text, start, length)
    shown = [one for one in marks if one.start >= start and one.end <= end]
    return Snippet(
        tuple(_pieces(text, start, end, shown)),
        cut_before=bool(text[:start].strip()),
        cut_after=bool(text[end:].strip()),
        words=len({one.word for one in shown}),
    )


def _pieces(text: str, start: int, end: int, marks: list[_Mark]) -> Iterator[Piece]:
    at = start
    for one in marks:
        if one.start > at:
            yield Piece(text[at : one.start])
        yield Piece(text[one.start : one.end], marked=True)
        at = one.end
    if at < end:
        yield Piece(text[at:end])


def _marks(text: str, plan: QueryPlan) -> list[_Mark]:
    """Where the words of a plan stand, from the beginning on; overlapping ones as one."""
    if not plan.sought:
        return []
    marks: list[_Mark] = []
    if not all(word.khmer for word in plan.sought):
        marks += _latin_marks(text, plan.sought)
    khmer = [(number, word) for number, word in enumerate(plan.sought) if word.khmer]
    # Most texts of an idea do not hold the word; folding without places, which tells that, is a third of the work.
    plain = fold(text) if khmer else ""
    if any(spelling in plain for _, word in khmer for spelling in (*word.spellings, *word.grams)):
        folded = fold_with_places(text)
        marks += (one for number, word in khmer for one in _khmer_marks(folded, word, number))
    return _apart(sorted(marks, key=lambda one: (one.start, -one.end)))


def _apart(marks: list[_Mark]) -> list[_Mark]:
    kept: list[_Mark] = []
    for one in marks:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
        elif one.end > kept[-1].end:
            kept[-1] = _Mark(kept[-1].start, one.end, kept[-1].word)
    return kept


def _latin_marks(text: str, words: tuple[Word, ...]) -> Iterator[_Mark]:
    keys: dict[str, int] = {}
    forms: dict[str, int] = {}
    for number, word in enumerate(words):
        for way in word.alternatives:
            known = keys if way.field is Field.WORDS else forms
            known.update((term, number) for term in way.terms if not (way.prefix or word.khmer))
    beginnings = {prefix: number for number, word in enumerate(words) for prefix in word.prefixes}
    # No form of a word begins with another letter than its stem.
    initials = {term[:1] for terms in (keys, forms, beginnings) for term in terms}
    plain = fold(text, as_typed=True)
    if not any(initial in plain for initial in initials):
        return
    typed = fold_with_places(text, as_typed=True)
    for token in _LATIN.tokens(typed.text, initials=initials):
        found = keys.get(token.key, forms.get(token.form))
        if found is None and beginnings:
            found = next((number for prefix, number in beginnings.items() if token.form.startswith(prefix)), None)
        if found is not None:
            yield _Mark(typed.starts[token.start], typed.ends[token.end - 1], found)


def _khmer_marks(folded: Folded, word: Word, number: int) -> list[_Mark]:
    """A misspelt word that was found by its clusters is marked by those, when at least half of them are there."""
    marks = [one for spelling in word.spellings for one in _occurrences(folded, spelling, number)]
    if not marks and len(word.grams) > 1:
        found = [occurrences for gram in word.grams if (occurrences := list(_occurrences(folded, gram, number)))]
        if len(found) >= _GRAMS_SHARE * len(word.grams):
            marks = [one for occurrences in found for one in occurrences]
    return marks


def _occurrences(folded: Folded, spelling: str, number: int) -> Iterator[_Mark]:
    """Where a spelling stands from the start of one cluster to the end of another."""
    starts, size = folded.starts, len(spelling)
    at = folded.text.find(spelling)
    while at >= 0:
        end = at + size
        begins = at == 0 or starts[at] != starts[at - 1]
        if begins and (end == len(starts) or starts[end] != starts[end - 1]):
            yield _Mark(starts[at], folded.ends[end - 1], number)
        at = folded.text.find(spelling, at + 1)


def _best_start(marks: list[_Mark], length: int) -> int:
    """Where the passage with the most different words, then the most words, begins; a little before its first."""
    best, best_worth, last = 0, (0, 0), 0
    inside: dict[int, int] = {}
    for first, one in enumerate(marks):
        while last < len(marks) and marks[last].end - one.start <= length - length // _LEAD_SHARE:
            inside[marks[last].word] = inside.get(marks[last].word, 0) + 1
            last += 1
        worth = (sum(count > 0 for count in inside.values()), last - first)
        if worth > best_worth:
            best, best_worth = one.start, worth
        if last > first:
            inside[one.word] -= 1
        last = max(last, first + 1)
    return max(0, best - length // _LEAD_SHARE)


def _whole_words(text: str, start: int, length: int) -> tuple[int, int]:
    """The passage moved to where words begin and end, or at least to where clusters do."""
    end = min(len(text), start + length)
    if start:
        space = _BREAK.search(text, start, min(len(text), start + length // _LEAD_SHARE))
        start = space.end() if space else start
    if end < len(text):
        spaces = list(_BREAK.finditer(text, max(start, end - length // _LEAD_SHARE), end))
        end = spaces[-1].start() if spaces else end
    return _border_before(text, start), _border_before(text, end) if end < len(text) else end


def _border_before(text: str, place: int) -> int:
    """The last start of a cluster or letter that is not behind a place."""
    offset = max(0, place - LONGEST_CLUSTER)
    borders = fold_with_places(text[offset : place + LONGEST_CLUSTER])
    number = bisect_right(borders.starts, place - offset) - 1
    if number < 0 or borders.ends[number] + offset <= place:
        return place
    return borders.starts[number] + offset
