"""Ideas in a Whoosh index that speak of the same things as a text."""

import math
from collections import Counter
from collections.abc import Collection, Iterator
from heapq import nlargest

from search_index.analysis.english import QUESTION_WORDS
from search_index.analysis.fold import fold
from search_index.analysis.khmer_words import PARTICLES
from search_index.analysis.words import Analyser, khmer_runs, needed_grams
from search_index.engine import Hit
from search_index.query_plan import Alternative, Field, Step, Word
from search_index.whoosh_matching import Evaluation, Scores
from search_index.whoosh_reader import Snapshot

LONGEST_TEXT = 20_000
TELLING_WORDS = 16
SHARED_WORDS = 0.2
SHARED_WEIGHT = 0.25
ENOUGH_RARE = 4
COMMON = math.log(1 + 10)
"""The rarity of a word in every tenth idea: with enough rarer ones, such words only cost time."""


def similar(text: str, exclude: Collection[int], limit: int, analyser: Analyser, snapshot: Snapshot) -> list[Hit]:
    """See `Engine.similar`. Near is an idea with a fifth of the telling words and a quarter of their weight."""
    evaluation = Evaluation(snapshot)
    words = _telling(text, analyser, evaluation, snapshot)
    step = Step(tuple(words), max(1, min(len(words), 2), math.ceil(SHARED_WORDS * len(words))))
    whole = sum(evaluation.rarity(word) for word in words)
    hits: list[Hit] = []
    for segment in snapshot.segments:
        scores: Scores = evaluation.step(segment, step, None) if words else {}
        near = ((score, segment.columns.newest[document], document) for document, score in scores.items())
        for score, _, document in nlargest(limit + len(exclude), near):
            idea_id = segment.columns.idea_id(document)
            if score >= SHARED_WEIGHT * whole and idea_id not in exclude:
                # As a share of the whole, so that what is near one text compares with what is near another.
                hits.append(Hit(idea_id, round(score / whole, 4)))
    return nlargest(limit, hits, key=lambda hit: (hit.score, hit.idea_id))


def _telling(text: str, analyser: Analyser, evaluation: Evaluation, snapshot: Snapshot) -> list[Word]:
    """The words of a text that are in the index and set it apart, the rarest and most repeated first."""
    counted = Counter(_all_words(fold(text[:LONGEST_TEXT], as_typed=True), analyser))
    highest = math.log(1 + snapshot.documents)
    weighed: list[tuple[float, int, Word]] = []
    for number, (word, count) in enumerate(counted.items()):
        rarity = evaluation.rarity(word)
        if rarity < highest:
            weighed.append((rarity * (1 + math.log(count)), -number, word))
    telling = nlargest(TELLING_WORDS, weighed)
    rare = [one for one in telling if evaluation.rarity(one[2]) > COMMON]
    return [word for _, _, word in (rare if len(rare) >= ENOUGH_RARE else telling)]


def _all_words(typed: str, analyser: Analyser) -> Iterator[Word]:
    for token in analyser.tokens(typed):
        if token.khmer and token.key not in PARTICLES:
            ways = (Alternative(Field.WORDS, (token.key,)), Alternative(Field.GRAMS, needed_grams(token.key)))
            yield Word((token.key,), ways, khmer=True)
        elif not token.khmer and token.form not in QUESTION_WORDS:
            yield Word((token.form,), (Alternative(Field.WORDS, (token.key,)),))
    if not analyser.knows_khmer_words:
        for run in khmer_runs(typed):
            for gram in needed_grams(fold(run)):
                yield Word((gram,), (Alternative(Field.GRAMS, (gram,)),), khmer=True)
