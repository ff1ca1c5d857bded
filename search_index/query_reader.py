"""Reads what a person typed: Khmer and English words, phrases in quotes, a star for any ending, a minus for without."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise

from search_index.analysis.english import QUESTION_WORDS, STOP_WORDS, stem
from search_index.analysis.fold import fold
from search_index.analysis.khmer_words import PARTICLES, join_for_variants, variants
from search_index.analysis.words import ANALYSER, LONGEST_KEY, Analyser, Token, hyphenated, khmer_runs, needed_grams
from search_index.query_plan import Alternative, Field, Phrase, QueryPlan, Sequence, Word

LONGEST_QUERY = 2_000
MOST_WORDS = 24
MOST_NEIGHBOURS = 8

_QUOTES = re.compile("[“”„‟❝❞＂]")
_PIECE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass
class _Draft:
    """A plan being read."""

    words: list[Word] = field(default_factory=list)
    questions: list[Word] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    without: list[Phrase] = field(default_factory=list)
    parts: int = 0

    def add(self, words: Iterable[Word]) -> None:
        before = len(self.words)
        for word in words:
            asking = word.spellings[0] in QUESTION_WORDS and not word.prefixes
            (self.questions if asking else self.words).append(word)
        self.parts += len(self.words) > before


def read_query(text: str, *, unfinished: bool = False, analyser: Analyser = ANALYSER) -> QueryPlan:
    """The plan of a query as typed; `unfinished` while the person is still typing its last word. Never raises."""
    typed = _QUOTES.sub('"', text[:LONGEST_QUERY]).replace("\0", " ")
    draft = _Draft()
    for match in _PIECE.finditer(typed):
        _read_piece(match, draft, analyser)
    words = _worth_asking(list(dict.fromkeys(draft.words or draft.questions)))[:MOST_WORDS]
    if unfinished and words and not typed[-1:].isspace():
        words[-1] = words[-1].begun()
    return QueryPlan(
        typed=text,
        words=tuple(words),
        phrases=tuple(draft.phrases),
        without=tuple(draft.without),
        neighbours=tuple(_neighbours(typed, words, analyser)),
        wholes=tuple(_wholes(typed, words, analyser)),
        parts=min(draft.parts, len(words)),
    )


def _read_piece(match: re.Match[str], draft: _Draft, analyser: Analyser) -> None:
    if match["phrase"] is not None:
        phrase = _phrase(match["phrase"], analyser)
        if phrase.words:
            (draft.without if match["minus"] else draft.phrases).append(phrase)
        return
    words = list(_words(match["word"].rstrip("*"), analyser))
    if match["minus"] and words:
        draft.without.append(Phrase(tuple(words)))
    elif words:
        if match["word"].endswith("*"):
            words[-1] = words[-1].begun()
        draft.add(words)


def _words(text: str, analyser: Analyser) -> Iterator[Word]:
    """The words of a piece without spaces."""
    typed = fold(text, as_typed=True)
    latin = [token for token in analyser.tokens(typed) if not token.khmer]
    if len(latin) == 2 and hyphenated(typed, *latin):
        yield _hyphenated_word(*latin)
    else:
        yield from map(_latin_word, latin)
    for run in khmer_runs(typed):
        words = analyser.khmer_words(run) or [run]
        yield from (_khmer_word(word) for word in join_for_variants([fold(word) for word in words]))


def _latin_word(token: Token) -> Word:
    known = Alternative(Field.FORMS if token.form in STOP_WORDS else Field.WORDS, (token.key,))
    if known.field is Field.FORMS:
        known = replace(known, terms=(token.form,))
    return Word((token.form,), (known,))


def _hyphenated_word(first: Token, second: Token) -> Word:
    """e-government is written egovernment and e government too."""
    joined = (first.form + second.form)[:LONGEST_KEY]
    parts = tuple(token.key for token in (first, second) if token.form not in STOP_WORDS)
    return Word(
        (joined,), (Alternative(Field.WORDS, (stem(joined),)), Alternative(Field.WORDS, parts or (stem(joined),)))
    )


def _khmer_word(spelling: str) -> Word:
    spellings = variants(spelling)
    ways = [Alternative(Field.WORDS, (one[:LONGEST_KEY],)) for one in spellings]
    ways += [Alternative(Field.GRAMS, needed_grams(one)) for one in spellings]
    return Word(spellings, tuple(ways), khmer=True)


def _phrase(text: str, analyser: Analyser) -> Phrase:
    """Khmer stays whole, since a document may be cut into other words; Latin words must follow one another."""
    typed = fold(text, as_typed=True)
    runs = [fold(run) for run in khmer_runs(typed)]
    words = [_whole_run(run) for run in runs[:MOST_WORDS]]
    tokens = [token for token in analyser.tokens(typed) if not token.khmer][:MOST_WORDS]
    kept = [token for token in tokens if token.form not in STOP_WORDS]
    words += map(_latin_word, kept or tokens)
    return Phrase(tuple(words), tuple(_sequences(kept, typed)))


def _sequences(tokens: list[Token], typed: str) -> Iterator[Sequence]:
    """The stretches of Latin tokens with no Khmer between them."""
    start = 0
    for number in range(1, len(tokens) + 1):
        if number == len(tokens) or khmer_runs(typed[tokens[number - 1].end : tokens[number].start]):
            if number - start > 1:
                yield _sequence(tokens[start:number])
            start = number


def _sequence(tokens: Iterable[Token]) -> Sequence:
    keys, positions = zip(*((token.key, token.position) for token in tokens), strict=True)
    return Sequence(keys, tuple(position - positions[0] for position in positions))


def _worth_asking(words: list[Word]) -> list[Word]:
    """The words without Khmer particles, when at least three others remain."""
    telling = [word for word in words if word.spellings[0] not in PARTICLES]
    return telling if len(telling) >= 3 else words


def _neighbours(typed: str, words: list[Word], analyser: Analyser) -> list[Sequence]:
    """Pairs of words asked for that were typed one after the other: ideas that have them so come first."""
    asked = {term for word in words for way in word.alternatives if way.field is Field.WORDS for term in way.terms}
    tokens = [token for token in analyser.tokens(fold(typed, as_typed=True)) if token.key in asked]
    pairs = [_sequence(pair) for pair in pairwise(tokens) if pair[0].key != pair[1].key]
    return list(dict.fromkeys(pairs))[:MOST_NEIGHBOURS]


def _wholes(typed: str, words: list[Word], analyser: Analyser) -> list[Word]:
    """Khmer runs that were cut into several words: a document may be cut elsewhere, so its clusters are asked."""
    asked = {spelling for word in words for spelling in word.spellings}
    runs = [run for run in khmer_runs(fold(typed, as_typed=True)) if len(analyser.khmer_words(run)) > 1]
    spellings = dict.fromkeys(fold(run) for run in runs)
    return [_whole_run(one) for one in spellings if one not in asked][:MOST_NEIGHBOURS]


def _whole_run(spelling: str) -> Word:
    return Word((spelling,), (Alternative(Field.GRAMS, needed_grams(spelling)),), khmer=True)
