"""How one trial of the demonstration went, from its plan to its evaluation, as calls to the services."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from app.demo import world
from app.demo.cast import Cast
from app.demo.stories import CheckInStory, EvaluationStory, MetricStory, TrialStory
from app.demo.timeline import Happening
from ideas.models import Verdict
from trials import service as trials
from trials.models import Advice, Arm, Better, Comparison, MetricKind, Mood, Trial
from trials.service import EvaluationText, MetricPlan, NewReading, TrialPlan
from workflow.service import move

STARTS = {"light": "start-light-trial", "approved": "start-approved-trial", "replicate": "try-in-my-unit"}
PLAIN = (
    "province",
    "hypothesis_if",
    "hypothesis_then",
    "hypothesis_because",
    "steps",
    "participants",
    "stop_rule",
    "check_in_days",
)
"""What a plan takes over as it stands in the file."""


def happenings(idea: str, story: TrialStory, cast: Cast) -> Iterator[Happening]:
    """Everything that happened to the trial of the idea with this key, each with the days since."""
    yield story["planned"], partial(_plan, idea, story, cast)
    yield story["planned"] - 1, partial(_agree, story, cast)
    yield story["planned"] - 2, partial(_move, STARTS[story["path"]], story, cast, by=story["owner"])
    if story["state"] == "planned":
        return
    yield story["starts"], partial(_move, "run", story, cast, by=story["owner"])
    for check_in in story["check_ins"]:
        yield check_in["days"], partial(_check_in, story, check_in, cast)
    if stop := story.get("stop"):
        yield stop["days"], partial(_move, "stop", story, cast, by=stop["by"], reason=stop["reason"])
    if finish := story.get("finish"):
        yield finish["days"], partial(_move, "finish", story, cast, by=finish["by"])
    if told := story.get("evaluation"):
        yield told["days"], partial(_move, "evaluate", story, cast, by=told["by"], evaluation=_evaluation(told))


def _plan(idea: str, story: TrialStory, cast: Cast) -> None:
    owner, plan = cast.people[story["owner"]], _plan_of(story, cast)
    if "replicates" in story:
        trial = trials.repeat(cast.trials[story["replicates"]], by=owner)
        trials.change_plan(trial, by=owner, plan=plan, version=trial.version)
    else:
        trial = trials.plan(cast.ideas[idea], by=owner, plan=plan)
    cast.trials[story["key"]] = trial


def _plan_of(story: TrialStory, cast: Cast) -> TrialPlan:
    evaluation = story.get("evaluation")
    plain: Mapping[str, Any] = {name: value for name, value in story.items() if name in PLAIN}
    risks: Mapping[str, Any] = story["risks"]
    return TrialPlan(
        **plain,
        **risks,
        organisation=world.organisation(story["organisation"]),
        sponsor=cast.people[story["sponsor"]],
        evaluator=cast.people[evaluation["by"]] if evaluation else None,
        comparison=Comparison(story["comparison"]),
        starts_on=cast.day(story["starts"]),
        ends_on=cast.day(story["ends"]),
        adapted=story.get("adapted", ""),
        metrics=tuple(_metric(metric, cast) for metric in story["metrics"]),
    )


def _metric(story: MetricStory, cast: Cast) -> MetricPlan:
    return MetricPlan(
        name_km=story["name_km"],
        name_en=story["name_en"],
        unit=story["unit"],
        kind=MetricKind(story["kind"]),
        better=Better(story["better"]),
        baseline=story["baseline"],
        baseline_on=cast.day(story["baseline_days"]) if "baseline_days" in story else None,
        baseline_how=story.get("baseline_how", ""),
        no_baseline_because=story.get("no_baseline_because", ""),
        target=story["target"],
        main=story["main"],
    )


def _agree(story: TrialStory, cast: Cast) -> None:
    trials.agree(cast.trials[story["key"]], by=cast.people[story["sponsor"]])


def _check_in(story: TrialStory, told: CheckInStory, cast: Cast) -> None:
    trial = cast.trials[story["key"]]
    metrics = dict(zip((metric["key"] for metric in story["metrics"]), trial.metrics, strict=True))
    trials.check_in(
        trial,
        by=cast.people[story["owner"]],
        on=cast.day(told["days"]),
        mood=Mood(told["mood"]),
        learned=told["learned"],
        next=told["next"],
        readings=[
            NewReading(
                metric=metrics[reading["metric"]],
                value=reading["value"],
                sample_size=reading.get("sample_size"),
                arm=Arm(reading.get("arm", Arm.TRIAL)),
                note=reading.get("note", ""),
            )
            for reading in told["readings"]
        ],
    )


def _evaluation(told: EvaluationStory) -> EvaluationText:
    return EvaluationText(
        verdict=Verdict(told["verdict"]),
        advice=Advice(told["advice"]),
        what_happened=told["what_happened"],
        side_effects=told["side_effects"],
        would_do_differently=told["would_do_differently"],
        what_others_need=told["what_others_need"],
    )


def _move(name: str, story: TrialStory, cast: Cast, *, by: str, **details: object) -> None:
    trial: Trial = cast.trials[story["key"]]
    move(name, trial.idea, by=cast.people[by], trial=trial, details=details)
