"""The twenty trials of the US Office of Evaluation Sciences, taken over as finished histories in their own words."""

from collections.abc import Iterable
from datetime import datetime

from accounts import service
from accounts.models import Person
from app.demo import stories, world
from app.demo.stories import PilotStory
from core import clock
from ideas.models import Verdict
from ideas.text import IdeaText
from trials.models import Comparison
from trials.plans import TrialPlan
from trials.service import EvaluationText
from workflow.histories import FinishedHistory, take_over, taken_over

SOURCE = "GSA Office of Evaluation Sciences"
AGENCY = "OES"
VERDICTS = {
    "positive": Verdict.WORKED,
    "mixed": Verdict.PARTLY,
    "null": Verdict.DID_NOT,
    "negative": Verdict.DID_NOT,
    "not_evaluated": Verdict.UNCLEAR,
}
COMPARISONS = {"RCT": Comparison.RANDOM, "quasi-experiment": Comparison.ANOTHER_UNIT, "none": Comparison.NONE}
NO_READING = "The report gives its figures in words; none was taken over as a reading."


def missing() -> list[PilotStory]:
    """The trials that are not here yet, the oldest first."""
    return [story for story in stories.pilots() if taken_over(SOURCE, story["id"]) is None]


def take_over_all(told: Iterable[PilotStory]) -> None:
    """Take the trials over, each as a finished history."""
    office = _office()
    for story in told:
        take_over(_history(story, office))


def _office() -> Person:
    return service.imported_person(source=SOURCE, name=SOURCE)


def _history(story: PilotStory, office: Person) -> FinishedHistory:
    return FinishedHistory(
        source=SOURCE,
        external_id=story["id"],
        licence=story["licence"],
        url=story["url"],
        author=office,
        text=_text(story),
        plan=_plan(story),
        evaluation=_evaluation(story),
        # Only the year is known.
        began=datetime(story["year"], 1, 1, 12, tzinfo=clock.LOCAL),
        ended=datetime(story["year"], 12, 31, 12, tzinfo=clock.LOCAL),
    )


def _text(story: PilotStory) -> IdeaText:
    return IdeaText(
        title=story["title"],
        problem=story["problem"],
        proposal=story["intervention"],
        language="en",
        organisation_id=world.organisation(AGENCY).id,
        tags=(story["domain"], story["agency"]),
    )


def _plan(story: PilotStory) -> TrialPlan:
    return TrialPlan(
        organisation=world.organisation(AGENCY),
        site=f"{story['agency']} (United States)",
        steps=story["intervention"],
        participants=story["method"],
        comparison=COMPARISONS[story["design_label"]],
    )


def _evaluation(story: PilotStory) -> EvaluationText:
    return EvaluationText(
        verdict=VERDICTS[story["outcome_label"]],
        what_happened=f"{story['summary']}\n\n{story['results']}",
        no_reading_because=NO_READING,
    )
