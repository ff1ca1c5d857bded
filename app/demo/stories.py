"""What the demonstration tells, as its files have it; `data/README.md` describes the shapes."""

import json
from pathlib import Path
from typing import Any, NotRequired, TypedDict

DATA = Path(__file__).parent / "data"
IDEAS = DATA / "ideas.jsonl"
COMMENTS = DATA / "comments.jsonl"


class GrantStory(TypedDict):
    """A role somebody holds, for an organisation's code or (None) for the whole service."""

    role: str
    organisation: str | None


class PersonStory(TypedDict):
    """An invented civil servant; one with an `account` signs in."""

    key: str
    account: NotRequired[str]
    name_km: str
    name_en: str
    job_km: str
    job_en: str
    organisation: str
    province: str
    language: str
    grants: NotRequired[list[GrantStory]]


class UnitStory(TypedDict):
    """A department, unit or agency and the code of what stands above it."""

    code: str
    parent: str | None
    kind: str
    headcount: int | None
    name_km: str
    name_en: str


class OrganisationsStory(TypedDict):
    """Everything below the ministries, and head counts."""

    headcounts: dict[str, int]
    province_headcount: dict[str, int]
    units: list[UnitStory]


class Saying(TypedDict):
    """Something a person said on a day."""

    by: str
    days: int
    text: str
    language: str


class CommentStory(Saying):
    """A comment in the talk about an idea."""

    key: str
    kind: str
    reply_to: NotRequired[str]


class Reasoned(TypedDict):
    """Something a person did on a day, and why."""

    by: str
    days: int
    reason: str


class DecisionStory(Reasoned):
    """The lab's published decision."""

    outcome: str
    language: str


class CloseStory(Reasoned):
    """How an idea was closed."""

    kind: str
    merged_into: NotRequired[str]


class ReadingStory(TypedDict):
    """One value of the metric with this key."""

    metric: str
    value: float
    sample_size: NotRequired[int]
    arm: NotRequired[str]
    note: NotRequired[str]


class CheckInStory(TypedDict):
    """One dated note of a trial's owner."""

    days: int
    mood: str
    learned: str
    next: str
    readings: list[ReadingStory]


class MetricStory(TypedDict):
    """What a trial measures."""

    key: str
    main: bool
    kind: str
    unit: str
    better: str
    name_km: str
    name_en: str
    baseline: float | None
    baseline_days: NotRequired[int]
    baseline_how: NotRequired[str]
    no_baseline_because: NotRequired[str]
    target: float


class FinishStory(TypedDict):
    """Who finished a trial, and when."""

    by: str
    days: int


class EvaluationStory(TypedDict):
    """What a trial showed."""

    by: str
    days: int
    verdict: str
    advice: str
    what_happened: str
    side_effects: str
    would_do_differently: str
    what_others_need: str


class TrialStory(TypedDict):
    """An idea tried at one site."""

    key: str
    path: str
    state: str
    organisation: str
    province: str
    owner: str
    sponsor: str
    planned: int
    starts: int
    ends: int
    check_in_days: int
    comparison: str
    hypothesis_if: str
    hypothesis_then: str
    hypothesis_because: str
    steps: str
    participants: str
    risks: dict[str, bool]
    stop_rule: str
    metrics: list[MetricStory]
    check_ins: list[CheckInStory]
    replicates: NotRequired[str]
    adapted: NotRequired[str]
    finish: NotRequired[FinishStory]
    stop: NotRequired[Reasoned]
    evaluation: NotRequired[EvaluationStory]


class IdeaStory(TypedDict):
    """A pilot idea and everything that happened to it."""

    key: str
    stage: str
    language: str
    title: str
    problem: str
    proposal: str
    gain: str
    second_title: NotRequired[str]
    second_summary: NotRequired[str]
    author: str
    organisation: str
    province: str
    tags: list[str]
    posted: int
    supports: NotRequired[int]
    would_try: NotRequired[int]
    reply: NotRequired[Saying]
    comments: NotRequired[list[CommentStory]]
    decision: NotRequired[DecisionStory]
    trials: NotRequired[list[TrialStory]]
    close: NotRequired[CloseStory]


class PilotStory(TypedDict):
    """A finished trial of the Office of Evaluation Sciences, in its own words."""

    id: str
    title: str
    summary: str
    problem: str
    intervention: str
    method: str
    results: str
    year: int
    agency: str
    domain: str
    design_label: str
    outcome_label: str
    url: str
    source: str
    licence: str


def people() -> list[PersonStory]:
    """The invented civil servants."""
    told: list[PersonStory] = _read(DATA / "people.json")
    return told


def organisations() -> OrganisationsStory:
    """What stands below the ministries."""
    told: OrganisationsStory = _read(DATA / "organisations.json")
    return told


def ideas() -> list[IdeaStory]:
    """The thirty ideas written for the demonstration, the oldest first."""
    told: list[IdeaStory] = [story for path in sorted((DATA / "lab").glob("*.json")) for story in _read(path)]
    return sorted(told, key=lambda story: -story["posted"])


def pilots() -> list[PilotStory]:
    """The twenty real trials, the oldest first."""
    lines = (DATA / "pilots.jsonl").read_text(encoding="utf-8").splitlines()
    told: list[PilotStory] = [json.loads(line) for line in lines]
    return sorted(told, key=lambda story: (story["year"], story["id"]))


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))
