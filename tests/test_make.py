"""The factories bring things where they say, and leave the rest to defaults."""

from types import ModuleType

import pytest

from ideas.models import Stage
from trials.models import TrialState


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.PROPOSAL, Stage.TRIAL, Stage.EVALUATED])
def test_an_idea_comes_as_far_as_asked(make: ModuleType, stage: Stage) -> None:
    assert make.idea(stage=stage).stage is stage


@pytest.mark.parametrize("state", [TrialState.PLANNED, TrialState.RUNNING, TrialState.FINISHED])
def test_a_trial_comes_as_far_as_asked(make: ModuleType, state: TrialState) -> None:
    assert make.trial(state=state).state is state
