"""What every engine promises, whichever it is."""

from datetime import UTC, datetime

import pytest

from search_index.engine import Facet, Health, Kind, Sort
from search_index.query_reader import read_query
from tests.search_index.samples import document, found, ids


def test_an_empty_index_answers_with_nothing(engine):
    results = found(engine, "land", facets=Facet)

    assert (results.hits, results.total) == ((), 0)
    assert all(not counts for counts in results.facets.values())
    assert engine.suggest("land") is None
    assert engine.similar("land title") == []
    assert engine.health().ready


def test_an_idea_is_found_by_title_text_and_talk(engine):
    engine.put([document(1, "Queue numbers", "by phone", talk="like the bank")])

    assert [found(engine, query).total for query in ("queue", "PHONES", "bank", "letter")] == [1, 1, 1, 0]


def test_an_idea_is_found_by_its_second_title(engine):
    engine.put([document(1, "Queue numbers").__class__(1, "Queue", document(1).facts, second_title="លេខរង់ចាំ")])

    assert ids(found(engine, "រង់ចាំ")) == [1]


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_passage_is_searched(engine, kind):
    sample = document(1)
    engine.put([type(sample)(1, "Idea", sample.facts, sections={kind: "seedlings"})])

    assert ids(found(engine, "seedling")) == [1]


def test_putting_again_replaces(engine):
    engine.put([document(1, "letter"), document(2, "letter")])
    engine.put([document(1, "phone")])

    assert ids(found(engine, "letter")) == [2]
    assert ids(found(engine, "phone")) == [1]
    assert found(engine, "").total == 2


def test_the_last_of_several_states_of_an_idea_counts(engine):
    engine.put([document(1, "draft"), document(1, "final")])

    assert found(engine, "draft").total == 0
    assert ids(found(engine, "final")) == [1]
    assert found(engine, "").total == 1


def test_what_is_removed_is_found_no_more(engine):
    engine.put([document(1, "land"), document(2, "land")])

    assert engine.remove([1, 7]) == 1
    assert engine.remove([]) == 0
    assert ids(found(engine, "land")) == [2]


def test_a_title_counts_more_than_a_text(engine):
    engine.put([document(1, "Office", "the school of health"), document(2, "School", "the office of health")])

    assert ids(found(engine, "school")) == [2, 1]


def test_all_words_are_asked_for_and_words_side_by_side_come_first(engine):
    engine.put(
        [
            document(1, "", "the office sells land with a fence"),
            document(2, "", "the land office sells a fence"),
            document(3, "", "land without the other"),
        ]
    )

    assert ids(found(engine, "land office")) == [2, 1]


def test_a_long_question_finds_the_idea_with_most_of_it(engine):
    engine.put([document(1, "Birth certificates at the commune"), document(2, "School meals")])

    results = found(engine, "why must parents travel to the province for birth certificates from a commune clerk")

    assert ids(results) == [1]
    assert not results.hits[0].complete
    assert results.complete == 0


def test_with_three_words_ideas_with_most_of_them_follow(engine):
    engine.put([document(1, "", "phone queue ticket"), document(2, "", "phone queue"), document(3, "", "ticket")])

    results = found(engine, "phone queue ticket")

    assert ids(results) == [1, 2]
    assert [hit.complete for hit in results.hits] == [True, False]
    assert (results.total, results.complete) == (2, 1)


def test_a_phrase_is_found_in_its_order_only(engine):
    engine.put(
        [document(1, "", "the land and the office"), document(2, "", "at the land office"), document(3, "", "x")]
    )

    assert ids(found(engine, '"land office"')) == [2]
    assert ids(found(engine, '"land and the office"')) == [1]
    assert ids(found(engine, '"office land"')) == []


def test_a_khmer_phrase_is_found_whole(engine):
    engine.put([document(1, "", "សេវាសាធារណៈល្អ"), document(2, "", "សេវាល្អ និងមុខងារសាធារណៈ")])

    assert ids(found(engine, '"សេវាសាធារណៈ"')) == [1]
    assert sorted(ids(found(engine, "សេវា សាធារណៈ"))) == [1, 2]


def test_a_minus_leaves_out(engine):
    engine.put([document(1, "land court"), document(2, "land office"), document(3, "school")])

    assert ids(found(engine, "land -court")) == [2]
    assert ids(found(engine, "-land")) == [3]
    assert ids(found(engine, 'land -"land office"')) == [1]


def test_a_star_finds_every_ending(engine):
    engine.put([document(1, "government"), document(2, "governor"), document(3, "gown"), document(4, "ក្រសួងសុខាភិបាល")])

    assert sorted(ids(found(engine, "governm*"))) == [1]
    assert sorted(ids(found(engine, "gov*"))) == [1, 2]
    assert ids(found(engine, "សុខា*")) == [4]


def test_an_unfinished_last_word_is_taken_as_a_beginning(engine):
    engine.put([document(1, "phone number"), document(2, "phone bill")])

    assert ids(found(engine, "phone numb")) == [1]


def test_hyphens_do_not_matter(engine):
    engine.put([document(1, "e-government"), document(2, "egovernment"), document(3, "government")])

    for query in ("e-government", "egovernment"):
        assert sorted(ids(found(engine, query))) == [1, 2]


@pytest.mark.parametrize("typed", ["IT", "who", "us"])
def test_a_word_that_says_little_is_found_when_asked_for_alone(engine, typed):
    engine.put([document(1, "IT for us who pay"), document(2, "school")])

    assert ids(found(engine, typed)) == [1]


@pytest.mark.parametrize(("typed", "written"), [("2030", "ឆ្នាំ២០៣០"), ("២០៣០", "by 2030"), ("២០៣០", "ឆ្នាំ២០៣០ និង")])
def test_digits_of_both_scripts_find_each_other(engine, typed, written):
    engine.put([document(1, "", written), document(2, "", "2031 ២០៣១")])

    assert ids(found(engine, typed)) == [1]


def test_a_khmer_word_inside_an_unspaced_sentence_is_found(engine):
    engine.put([document(1, "", "ដោយយល់ឃើញថាសេរីភាពក្នុងពិភពលោក"), document(2, "", "ការងារ")])

    assert ids(found(engine, "សេរីភាព")) == [1]
    assert ids(found(engine, "សេរី")) == [1]


def test_facets_count_every_result_exactly(engine):
    engine.put(
        [
            document(1, "land", stage="trial", tags=("a", "b"), ministry="MOH", verdicts=("worked", "worked")),
            document(2, "land", stage="trial", tags=("b",), ministry="MOH", verdicts=("worked", "unclear")),
            document(3, "land", ministry="MEF"),
            document(4, "school", ministry="MEF", tags=("a",)),
        ]
    )

    results = found(engine, "land", facets=Facet, limit=1)

    assert (len(results.hits), results.total) == (1, 3)
    assert results.facets[Facet.STAGE] == {"trial": 2, "proposal": 1}
    assert list(results.facets[Facet.TAG].items()) == [("b", 2), ("a", 1)]
    assert results.facets[Facet.VERDICT] == {"worked": 2, "unclear": 1}
    assert results.facets[Facet.YEAR] == {"2025": 1, "2026": 2}
    assert results.facets[Facet.PROVINCE] == {}


def test_filters_narrow_and_leave_the_choices_of_their_own_facet(engine):
    engine.put(
        [
            document(1, "land", stage="trial", ministry="MOH"),
            document(2, "land", stage="proposal", ministry="MOH"),
            document(3, "land", stage="trial", ministry="MEF"),
        ]
    )

    filters = {Facet.STAGE: frozenset({"trial"}), Facet.MINISTRY: frozenset({"MOH", "MEF"})}
    results = found(engine, "land", filters=filters, facets=[Facet.STAGE, Facet.MINISTRY])

    assert sorted(ids(results)) == [1, 3]
    assert results.total == 2
    assert results.facets[Facet.STAGE] == {"trial": 2, "proposal": 1}
    assert results.facets[Facet.MINISTRY] == {"MEF": 1, "MOH": 1}


def test_everything_is_listed_newest_first(engine):
    engine.put([document(2), document(3), document(1)])

    assert ids(found(engine, "")) == [3, 2, 1]
    assert ids(found(engine, "", sort=Sort.OLDEST)) == [1, 2, 3]


def test_results_are_sorted_as_asked(engine):
    engine.put([document(1, "land", supports=5), document(2, "land land", supports=9), document(3, "land", "x" * 99)])

    assert ids(found(engine, "land", sort=Sort.NEWEST)) == [3, 2, 1]
    assert ids(found(engine, "land", sort=Sort.OLDEST)) == [1, 2, 3]
    assert ids(found(engine, "land", sort=Sort.MOST_SUPPORTED)) == [2, 1, 3]


def test_pages_follow_one_another_without_gaps(engine):
    engine.put(document(number, f"land {'office ' * (number % 7)}") for number in range(1, 131))

    pages = [ids(found(engine, "land office", limit=10, offset=offset)) for offset in range(0, 130, 10)]
    everything = ids(found(engine, "land office", limit=200))

    assert [number for page in pages for number in page] == everything
    assert len(set(everything)) == found(engine, "land office").total == sum(number % 7 > 0 for number in range(1, 131))
    assert ids(found(engine, "land", offset=500)) == []


def test_equal_ideas_come_newest_first(engine):
    engine.put([document(number, "same words") for number in (2, 1, 3)])

    assert ids(found(engine, "same words")) == [3, 2, 1]


def test_similar_ideas_share_what_is_telling(engine):
    engine.put(
        [
            document(1, "Birth certificates by phone", "parents apply for birth certificates by phone"),
            document(2, "Birth certificates", "the commune clerk writes certificates of birth for parents"),
            document(3, "School meals", "children eat at school"),
            document(4, "សំបុត្រកំណើត", "ឪពុកម្តាយស្នើសុំសំបុត្រកំណើតតាមទូរស័ព្ទ"),
            document(5, "ទឹកស្អាត", "ប្រជាពលរដ្ឋប្រើទឹកស្អាត"),
        ]
    )

    assert [hit.idea_id for hit in engine.similar("applying for a birth certificate", exclude=[1])] == [2]
    assert [hit.idea_id for hit in engine.similar("ស្នើសុំសំបុត្រ\u200bកំណើត")] == [4]
    assert engine.similar("nothing of the kind") == []
    assert engine.similar("") == []
    assert len(engine.similar("birth certificates for parents", limit=1)) == 1


def test_a_word_nobody_wrote_is_corrected(engine):
    engine.put([document(1, "Government transparency"), document(2, "government office")])

    assert engine.suggest("goverment Transperency") == "government transparency"
    assert engine.suggest("open goverment?") == "open government?"
    assert engine.suggest("government") is None
    assert engine.suggest("2031 zzzzzzzz") is None


def test_rebuilding_replaces_everything(engine):
    engine.put([document(1, "old")])

    assert engine.rebuild(document(number, "new") for number in (2, 3, 3)) == 2
    assert found(engine, "old").total == 0
    assert sorted(ids(found(engine, "new"))) == [2, 3]


def test_health_counts_the_ideas(engine):
    engine.put([document(1), document(2)])
    engine.remove([1])

    health = engine.health()

    assert isinstance(health, Health)
    assert (health.ready, health.documents, health.problem) == (True, 1, "")
    assert health.size > 0


@pytest.mark.parametrize("text", ["\x00", "\ud800land", "x" * 70_000, "ក" * 70_000, "់" * 100, "\x1e\x1f", "ក្" * 10_000])
def test_strange_texts_are_indexed_and_asked(engine, text):
    engine.put([document(1, text, text, talk=text, tags=(text[:50],)), document(2, "land")])

    assert found(engine, text, facets=Facet).total <= 2
    assert 2 in ids(found(engine, "land"))
    assert isinstance(engine.similar(text), list)
    engine.suggest(text)


def test_ideas_of_long_ago_are_sorted_too(engine):
    sample = document(1, "land")
    old = type(sample.facts)(stage="trial", submitted=datetime(1955, 5, 1, tzinfo=UTC))
    engine.put([sample, type(sample)(2, "land", old)])

    assert ids(found(engine, "land", sort=Sort.OLDEST)) == [2, 1]
    assert engine.search(read_query("land"), facets=[Facet.YEAR]).facets[Facet.YEAR] == {"2025": 1, "1955": 1}


def test_writing_may_be_nested_in_an_exclusive_stretch(engine):
    with engine.exclusive():
        engine.put([document(1, "land")])
        engine.remove([1])

    assert found(engine, "land").total == 0
