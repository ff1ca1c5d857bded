"""A query as every engine reads it: words with their spellings, phrases, what to leave out, and what to try next."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

SHARES = (0.7, 0.5, 0.34)
"""How much of a query must be there, step by step, when not all of it is found; the first as measured for Khmer."""

ENOUGH = 10
"""With this many ideas found nobody needs ideas that have only most of the words."""


class Field(StrEnum):
    """The parts of an index: keys of words with places, clusters of Khmer, and words as they were written."""

    WORDS = "words"
    GRAMS = "grams"
    FORMS = "forms"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One way in which a word can be there: all these terms in a field, or with `prefix` any that begins so."""

    field: Field
    terms: tuple[str, ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A word asked for. `spellings` are its folded forms, for marking; any alternative will do."""

    spellings: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    khmer: bool = False

    def begun(self) -> "Word":
        """The same word with any ending."""
        if self.khmer:
            first = Alternative(Field.WORDS, self.spellings[:1], prefix=True)
        else:
            first = Alternative(Field.FORMS, self.spellings[:1], prefix=True)
        return replace(self, alternatives=(first, *self.alternatives))

    @property
    def grams(self) -> tuple[str, ...]:
        """The grams of its first spelling."""
        return next((way.terms for way in self.alternatives if way.field is Field.GRAMS), ())

    @property
    def prefixes(self) -> tuple[str, ...]:
        """The beginnings with which a word is this one."""
        return tuple(term for way in self.alternatives if way.prefix for term in way.terms)


@dataclass(frozen=True, slots=True)
class Sequence:
    """Keys that must follow one another: each with its distance from the first, in words."""

    keys: tuple[str, ...]
    distances: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words asked for in quotes: all of them, those of each sequence one after the other."""

    words: tuple[Word, ...]
    sequences: tuple[Sequence, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One try at answering: an idea is found when it has at least `needed` of these words."""

    words: tuple[Word, ...]
    needed: int

    @property
    def complete(self) -> bool:
        """Whether nothing may be missing."""
        return self.needed == len(self.words)


@dataclass(frozen=True, slots=True)
class QueryPlan:
    """What to look for. Words and phrases must be there, `without` must not; neighbours raise the score."""

    typed: str = ""
    words: tuple[Word, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    without: tuple[Phrase, ...] = ()
    neighbours: tuple[Sequence, ...] = ()
    wholes: tuple[Word, ...] = ()
    """Khmer runs of several words as they were typed; like neighbours, they raise the score."""
    parts: int = 0
    """How many pieces between spaces the words came from: Khmer is written without spaces."""

    @property
    def empty(self) -> bool:
        """Whether nothing is asked for, so that everything answers."""
        return not (self.words or self.phrases)

    @property
    def sought(self) -> tuple[Word, ...]:
        """Every word to mark in what is found."""
        return self.words + tuple(word for phrase in self.phrases for word in phrase.words)

    @property
    def hopeless(self) -> bool:
        """Whether something was typed that holds no word, so that nothing answers."""
        return self.empty and not self.without and bool(self.typed.strip())

    def worth_trying(self, step: Step, found: int) -> bool:
        """Whether to try a step after earlier ones found this many ideas; see `steps`."""
        if not found:
            return True
        return self.parts >= 3 and found < ENOUGH and step.needed * 2 >= len(step.words)

    def steps(self) -> Iterator[Step]:
        """The tries, strictest first: every word, the last one unfinished, then fewer and fewer words or clusters.

        An engine goes on while it has found nothing; with three or more parts typed, while it has found little and
        at least half of the words are still asked for, because ideas with most of the words help too.
        """
        if self.words:
            yield from dict.fromkeys(self._all_steps())

    def _all_steps(self) -> Iterator[Step]:
        words, count = self.words, len(self.words)
        yield Step(words, count)
        begun = words if words[-1].khmer or words[-1].prefixes else (*words[:-1], words[-1].begun())
        yield Step(begun, count)
        units = tuple(_units(words))
        for share in SHARES:
            if (needed := math.ceil(share * count)) < count:
                yield Step(begun, needed)
            if len(units) > count and (needed := math.ceil(share * len(units))) < len(units):
                yield Step(units, needed)
        yield Step(begun, 1)


def _units(words: tuple[Word, ...]) -> Iterator[Word]:
    """Latin words whole and Khmer words by their grams, so that a misspelt one still counts for most of itself."""
    for word in words:
        if not word.khmer:
            yield word
        for gram in word.grams:
            yield Word((gram,), (Alternative(Field.GRAMS, (gram,)),), khmer=True)
