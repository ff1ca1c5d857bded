"""How well Khmer is found: recall, precision and mean average precision on judged queries."""

import random
from dataclasses import dataclass

import pytest

from search_index.query_reader import read_query
from search_index.whoosh_engine import WhooshEngine
from tests.search_index.conftest import ANALYSERS
from tests.search_index.samples import document, khmer_set
from tests.search_index.scrambling import scramble

SAME = 0.005


@dataclass(frozen=True)
class Relevance:
    recall: float
    precision: float
    average_precision: float


def relevance(path, analyser, texts):
    """The means over all queries, with `texts` by name as the documents."""
    names = list(texts)
    engine = WhooshEngine(path, analyser=analyser)
    engine.rebuild(document(number, "", texts[name]) for number, name in enumerate(names))
    sums = [0.0, 0.0, 0.0]
    queries = khmer_set().queries
    for query in queries:
        hits = engine.search(read_query(query["q"], analyser=analyser), limit=len(names)).hits
        for place, value in enumerate(judged([names[hit.idea_id] for hit in hits], set(query["rel"]))):
            sums[place] += value / len(queries)
    return Relevance(*sums)


def judged(ranked, relevant):
    """Recall, precision and average precision of one ranked answer."""
    right = [name in relevant for name in ranked]
    average = sum(sum(right[:place]) / place for place, hit in enumerate(right, 1) if hit) / len(relevant)
    return sum(right) / len(relevant), sum(right) / len(ranked) if ranked else 0.0, average


@pytest.mark.parametrize(("analyser", "recall", "average"), [("dictionary", 0.97, 0.95), ("clusters", 0.95, 0.90)])
def test_khmer_is_found_and_ranked(tmp_path, analyser, recall, average):
    measured = relevance(tmp_path, ANALYSERS[analyser], khmer_set().texts)

    assert measured.recall >= recall
    assert measured.average_precision >= average
    assert measured.precision >= 0.95


@pytest.mark.parametrize("analyser", ANALYSERS)
def test_how_khmer_was_typed_changes_nothing(tmp_path, analyser):
    chance = random.Random(2019)
    texts = khmer_set().texts
    scrambled = {name: scramble(text, chance) for name, text in texts.items()}

    as_typed = relevance(tmp_path / "plain", ANALYSERS[analyser], texts)
    measured = relevance(tmp_path / "scrambled", ANALYSERS[analyser], scrambled)

    assert measured.recall == pytest.approx(as_typed.recall, abs=SAME)
    assert measured.precision == pytest.approx(as_typed.precision, abs=SAME)
    assert measured.average_precision == pytest.approx(as_typed.average_precision, abs=SAME)


def test_an_index_made_with_the_dictionary_answers_without_it_and_back(tmp_path):
    for made_with, asked_with in (("dictionary", "clusters"), ("clusters", "dictionary")):
        path = tmp_path / made_with
        texts = khmer_set().texts
        engine = WhooshEngine(path, analyser=ANALYSERS[made_with])
        engine.put(document(number, "", text) for number, text in enumerate(texts.values()))

        plan = read_query("សិទ្ធិមនុស្ស", analyser=ANALYSERS[asked_with])

        assert WhooshEngine(path, analyser=ANALYSERS[asked_with]).search(plan).total == 4
