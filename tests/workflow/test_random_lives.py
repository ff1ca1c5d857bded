"""Whatever is pressed in whatever order by whomever, the rules hold."""

import random

import pytest

from core.database import session
from core.errors import DomainError
from ideas import events
from ideas.models import Stage
from reviews.models import Outcome
from trials.models import TrialState
from voting import service as voting
from workflow.service import move, offers
from workflow.table import TRANSITIONS


def _details(make, other, rng):
    return {
        "reason": rng.choice(["Because it is so.", ""]),
        "text": rng.choice(["We will look.", ""]),
        "outcome": rng.choice(list(Outcome)),
        "into": other,
        "evaluation": make.evaluation(no_reading_because="Nobody counted."),
    }


@pytest.mark.parametrize("seed", range(8))
def test_no_sequence_of_presses_leaves_the_table(make, seed):
    rng = random.Random(seed)
    author, lab, stranger = make.person(), make.lab_officer(), make.person()
    idea, other = make.idea(stage=Stage.DRAFT, by=author), make.idea()
    trial = None

    for _press in range(60):
        name = rng.choice(list(TRANSITIONS))
        transition = TRANSITIONS[name]
        if trial is None and idea.stage is Stage.PROPOSAL:
            trial = make.trial(idea)
        by = rng.choice([author, lab, stranger, *([trial.owner, trial.sponsor] if trial else [])])
        on = trial if transition.on_trial else None
        was = idea.stage
        offered = {offer.name for offer in offers(idea, to=by, trial=on) if not offer.missing}
        session.commit()
        try:
            move(name, idea, by=by, trial=on, details=_details(make, other, rng))
        except DomainError:
            session.rollback()
            assert idea.stage is was
        else:
            assert name in offered
            assert was in transition.sources
            assert idea.stage in (transition.target or was, was)
        assert events.verify(idea.id) is None
        assert (idea.number is None) is (idea.stage is Stage.DRAFT)
        assert trial is None or (trial.locked_at is None) is (trial.state is TrialState.PLANNED)


def test_support_stays_true_through_merges_and_reopenings(make):
    rng = random.Random(7)
    lab, people = make.lab_officer(), [make.person() for _ in range(6)]
    ideas = [make.idea() for _ in range(3)]

    for _step in range(80):
        idea, other = rng.sample(ideas, 2)
        press = rng.choice(
            [
                lambda idea=idea: voting.support(idea, by=rng.choice(people)),
                lambda idea=idea: voting.take_back(idea, by=rng.choice(people)),
                lambda idea=idea: voting.would_try(idea, by=rng.choice(people), yes=rng.random() < 0.5),
                lambda idea=idea, other=other: move("merge", idea, by=lab, details={"into": other, "reason": "Same."}),
                lambda idea=idea: move("reopen", idea, by=lab, details={"reason": "Not the same."}),
            ]
        )
        session.commit()
        try:
            press()
        except DomainError:
            session.rollback()

    for idea in ideas:
        counted = (idea.support_count, idea.would_try_count)
        rising = idea.rising
        voting.recount(idea)
        assert counted == (idea.support_count, idea.would_try_count)
        assert rising == pytest.approx(idea.rising)
