"""Merging unites supporters by person, and reopening gives them back exactly."""

import pytest

from core.errors import Invalid, RuleBroken
from ideas.models import Stage
from voting import service as voting
from workflow.service import move, offers

REASON = {"reason": "Both ask for the same."}


def test_supports_are_united_by_person_without_the_authors(make):
    writer = make.person()
    ours, other = make.idea(), make.idea(by=writer)
    both, only_ours = make.person(), make.person()
    for supporter in (both, only_ours, writer):
        voting.support(ours, by=supporter)
    voting.support(other, by=both)

    move("merge", ours, by=make.lab_officer(), details={**REASON, "into": other})

    assert ours.stage is Stage.CLOSED
    assert ours.merged_into is other
    assert other.support_count == 2


def test_reopening_a_merged_idea_gives_its_supports_back(make):
    ours, other, lab = make.idea(), make.idea(), make.lab_officer()
    both, only_ours, later = make.person(), make.person(), make.person()
    voting.support(ours, by=both)
    voting.would_try(ours, by=only_ours, yes=True)
    voting.support(other, by=both)
    before = (ours.support_count, ours.would_try_count, ours.rising, other.support_count, other.would_try_count)
    move("merge", ours, by=lab, details={**REASON, "into": other})

    move("reopen", ours, by=lab, details={"reason": "They differ after all."})

    assert before == (ours.support_count, ours.would_try_count, ours.rising, other.support_count, other.would_try_count)
    assert voting.support(other, by=later)
    assert other.support_count == before[3] + 1


def test_an_author_alone_does_not_merge_into_a_colleagues_idea(make):
    author = make.person()
    ours, theirs = make.idea(by=author), make.idea()

    with pytest.raises(RuleBroken):
        move("merge", ours, by=author, details={**REASON, "into": theirs})

    assert "merge" not in {offer.name for offer in offers(ours, to=author)}


def test_an_author_merges_two_ideas_of_their_own(make):
    author = make.person()
    first, second = make.idea(by=author), make.idea(by=author)

    move("merge", first, by=author, details={**REASON, "into": second})

    assert first.merged_into is second


def test_authors_undo_what_both_authors_merged(make):
    author = make.person()
    ours, theirs = make.idea(by=author), make.idea()
    move("merge", ours, by=author, details={**REASON, "into": theirs, "agreed": True})

    move("reopen", ours, by=author, details={"reason": "They differ after all."})

    assert ours.merged_into is None


def test_an_idea_is_not_merged_into_itself_or_a_closed_one(make):
    ours, closed, lab = make.idea(), make.idea(), make.lab_officer()
    move("close", closed, by=lab, details={"reason": "Not now."})

    for target in (ours, closed):
        with pytest.raises(Invalid):
            move("merge", ours, by=lab, details={**REASON, "into": target})


def test_a_chain_of_merges_is_undone_from_its_end(make):
    first, second, third, lab = make.idea(), make.idea(), make.idea(), make.lab_officer()
    move("merge", first, by=lab, details={**REASON, "into": second})
    move("merge", second, by=lab, details={**REASON, "into": third})

    with pytest.raises(RuleBroken, match=second.number):
        move("reopen", first, by=lab, details={"reason": "They differ."})
