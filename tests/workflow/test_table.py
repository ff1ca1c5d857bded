"""The table of moves: who, from where, what is missing, what follows."""

from pathlib import Path

import pytest
from sqlalchemy import delete

from core import clock
from core.database import session
from core.errors import Invalid, NotAllowed, RuleBroken
from ideas import events
from ideas.models import CloseReason, Stage
from ideas.queries import comments_of
from notifications.models import Notice
from reviews.models import Outcome
from reviews.promise import working_days_after
from trials.models import TrialState
from workflow.document import document
from workflow.service import move, offers
from workflow.table import TRANSITIONS

ROOT = Path(__file__).parents[2]


def test_the_documentation_equals_the_table(app):
    with app.test_request_context():
        assert (ROOT / "docs" / "workflow.md").read_text() == document()


def test_every_part_of_a_move_says_what_it_does():
    for name, transition in TRANSITIONS.items():
        parts = (*transition.guards, *transition.answers, *transition.effects, *transition.tells)
        assert all(part.__doc__ for part in parts), name


def test_submitting_gives_a_number_a_promise_and_a_first_event(make):
    author = make.person()
    idea = make.idea(stage=Stage.DRAFT, by=author)

    move("submit", idea, by=author)

    assert idea.stage is Stage.PROPOSAL
    assert idea.number.startswith(f"{clock.today().year}-")
    assert idea.reply_due_on == working_days_after(clock.today(), 10)
    assert [event.kind for event in events.history_of(idea)] == ["submit"]


@pytest.mark.parametrize("missing", ["title", "problem", "proposal"])
def test_an_idea_without_its_parts_is_not_posted(make, missing):
    author = make.person()
    idea = make.idea(stage=Stage.DRAFT, by=author, **{missing: ""})

    with pytest.raises(RuleBroken):
        move("submit", idea, by=author)


def test_only_an_author_posts_an_idea(make):
    idea = make.idea(stage=Stage.DRAFT)

    with pytest.raises(NotAllowed):
        move("submit", idea, by=make.person())


def test_a_move_made_twice_is_refused_in_words(make):
    author = make.person()
    idea = make.idea(by=author)

    with pytest.raises(RuleBroken, match="Proposal"):
        move("submit", idea, by=author)


def test_the_first_reply_stops_the_clock_and_later_ones_leave_it(make):
    idea, lab = make.idea(), make.lab_officer()

    move("reply", idea, by=lab, details={"text": "We will look at it."})
    first = idea.first_reply_at
    move("reply", idea, by=lab, details={"text": "We have looked."})

    assert first is not None
    assert idea.first_reply_at == first


def test_a_lab_answers_only_within_its_organisations(make):
    idea, elsewhere = make.idea(), make.organisation()

    with pytest.raises(NotAllowed):
        move("reply", idea, by=make.lab_officer(elsewhere), details={"text": "Hello"})


def test_a_risky_trial_waits_for_the_labs_decision(make):
    idea, lab = make.idea(), make.lab_officer()
    trial = make.trial(idea, costs_money=True)

    with pytest.raises(RuleBroken, match="decision"):
        move("start-approved-trial", idea, by=trial.owner, trial=trial)
    move("decide", idea, by=lab, details={"outcome": Outcome.TRY, "reason": "Small and safe enough."})
    move("start-approved-trial", idea, by=trial.owner, trial=trial)

    assert idea.stage is Stage.TRIAL


def test_a_decision_to_improve_opens_no_risky_trial(make):
    idea, lab = make.idea(), make.lab_officer()
    trial = make.trial(idea, costs_money=True)
    move("decide", idea, by=lab, details={"outcome": Outcome.TRY, "reason": "Try."})
    move("decide", idea, by=lab, details={"outcome": Outcome.IMPROVE, "reason": "Wait, improve first."})

    with pytest.raises(RuleBroken, match="decision"):
        move("start-approved-trial", idea, by=trial.owner, trial=trial)


def test_a_light_trial_starts_without_asking_the_lab(make):
    trial = make.trial()

    move("start-light-trial", trial.idea, by=trial.owner, trial=trial)

    assert trial.idea.stage is Stage.TRIAL
    assert trial.started_at is not None


@pytest.mark.parametrize(
    ("metric", "word"),
    [({"target": None}, "target"), ({"baseline": None, "baseline_on": None, "baseline_how": ""}, "baseline")],
)
def test_a_trial_runs_only_with_a_baseline_and_a_target(make, metric, word):
    trial = make.trial(started=True, metrics=[make.metric(**metric)])

    with pytest.raises(RuleBroken, match=word):
        move("run", trial.idea, by=trial.owner, trial=trial)


def test_a_trial_without_a_possible_baseline_runs_with_the_reason(make):
    bare = make.metric(baseline=None, baseline_on=None, baseline_how="", no_baseline_because="Nobody ever counted.")
    trial = make.trial(started=True, metrics=[bare])

    move("run", trial.idea, by=trial.owner, trial=trial)

    assert trial.state is TrialState.RUNNING


def test_finishing_before_the_end_needs_a_reason(make):
    trial = make.trial(state=TrialState.RUNNING)

    with pytest.raises(Invalid) as refusal:
        move("finish", trial.idea, by=trial.owner, trial=trial)

    assert refusal.value.field == "reason"


def test_an_owner_never_evaluates_their_own_trial_even_from_the_lab(make):
    owner = make.lab_officer()
    trial = make.trial(owner=owner, state=TrialState.FINISHED)

    with pytest.raises(NotAllowed):
        move("evaluate", trial.idea, by=owner, trial=trial, details={})


def test_an_idea_is_evaluated_only_when_no_other_trial_is_open(make):
    idea = make.idea()
    other = make.trial(idea, state=TrialState.RUNNING)

    make.evaluated_trial(idea)
    still_open = idea.stage
    move("stop", idea, by=other.owner, trial=other, details={"reason": "The office moved."})
    lab = make.lab_officer()
    told = {"evaluation": make.evaluation(no_reading_because="It never got that far.")}
    move("evaluate", idea, by=lab, trial=other, details=told)

    assert (still_open, idea.stage) == (Stage.TRIAL, Stage.EVALUATED)


def test_trying_it_in_my_unit_brings_an_evaluated_idea_back_to_trial(make):
    original = make.evaluated_trial()
    owner, sponsor = make.person(), make.person()

    repeat = make.repeated_trial(original, owner=owner, sponsor=sponsor)
    move("try-in-my-unit", original.idea, by=owner, trial=repeat)

    assert original.idea.stage is Stage.TRIAL
    assert repeat.replicates is original


def test_withdrawing_needs_a_reason_and_can_be_undone_by_the_author(make):
    author = make.person()
    idea = make.idea(by=author)

    with pytest.raises(Invalid):
        move("withdraw", idea, by=author)
    move("withdraw", idea, by=author, details={"reason": "Solved already."})
    closed = (idea.stage, idea.close_reason)
    move("reopen", idea, by=author, details={"reason": "Not solved after all."})

    assert closed == (Stage.CLOSED, CloseReason.WITHDRAWN)
    assert idea.stage is Stage.PROPOSAL


def test_what_the_lab_closed_its_author_does_not_reopen(make):
    author = make.person()
    idea = make.idea(by=author)
    move("close", idea, by=make.lab_officer(), details={"reason": "Not this year."})

    with pytest.raises(RuleBroken, match="lab"):
        move("reopen", idea, by=author, details={"reason": "Please."})


def test_a_button_that_is_not_there_yet_says_what_is_missing(make):
    trial = make.trial(started=True, stop_rule="")

    offered = {offer.name: offer.missing for offer in offers(trial.idea, to=trial.owner, trial=trial)}

    assert any("stop rule" in sentence for sentence in offered["run"])


def test_strangers_are_offered_nothing(make):
    idea = make.idea()

    assert offers(idea, to=make.person()) == []


def test_a_history_whose_end_was_cut_off_is_found(make):
    idea = make.idea(stage=Stage.EVALUATED)
    whole = events.verify(idea.id)

    cut_off = [event.id for event in events.history_of(idea)[-3:]]
    session.execute(delete(Notice).where(Notice.event_id.in_(cut_off)))
    session.execute(delete(events.Event).where(events.Event.id.in_(cut_off)))

    assert whole is None
    assert events.verify(idea.id) is not None


def test_a_stage_that_was_set_by_hand_is_found(make):
    idea = make.idea()

    idea.stage = Stage.TRIAL
    session.flush()

    assert events.verify(idea.id) is not None


def test_a_history_that_was_edited_by_hand_is_found(make):
    idea, lab = make.idea(), make.lab_officer()
    move("reply", idea, by=lab, details={"text": "We will look."})
    move("decide", idea, by=lab, details={"outcome": Outcome.TRY, "reason": "Try it."})
    whole = events.verify(idea.id)

    second = events.history_of(idea)[1]
    second.reason = "Somebody else's words"

    assert whole is None
    assert events.verify(idea.id) == events.BrokenChain(idea.id, 2, "changed")


@pytest.mark.parametrize(
    ("name", "filled_in"),
    [
        ("reply", {"text": "We look at it on Monday."}),
        ("decide", {"outcome": "try", "reason": "It is small and clear."}),
        ("close", {"reason": "No budget this year."}),
    ],
)
def test_a_form_sent_twice_makes_its_move_once(page, make, name, filled_in):
    idea, lab = make.idea(), make.lab_officer()
    form = page.get("workflow.move_idea", by=lab, values={"number": idea.number, "move": name})

    for _press in range(2):
        form.submit(TRANSITIONS[name].label, status=302, **filled_in)

    assert [event.kind for event in events.history_of(idea)].count(name) == 1
    assert len(comments_of(idea, reader=lab)) == (name == "reply")
