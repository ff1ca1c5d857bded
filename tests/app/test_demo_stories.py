"""The demonstration's files hold together: names resolve, days run forward, every stage is shown, Khmer is whole."""

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import accounts
from accounts.models import OrganisationKind, Role
from accounts.provinces import PROVINCES
from app.demo import stories
from app.demo.stories import IdeaStory, TrialStory
from ideas.models import CloseReason, CommentKind, Stage, Verdict
from ideas.text import IdeaText
from reviews.models import Outcome
from trials.models import Advice, Arm, Better, Comparison, MetricKind, Mood, TrialState

IDEAS = stories.ideas()
TRIALS = [(idea, trial) for idea in IDEAS for trial in idea.get("trials", [])]
PEOPLE = {person["key"] for person in stories.people()}

LETTER = "\u1780-\u17b3"
VOWEL = "\u17b6-\u17c5"
SHIFTER = "\u17c9\u17ca"
BROKEN_KHMER = {
    "a coeng without a consonant": f"\u17d2(?![{LETTER}])|(?<![{LETTER}{SHIFTER}])\u17d2",
    "two vowels": f"[{VOWEL}]{{2}}",
    "a vowel on nothing": f"(?<![{LETTER}{SHIFTER}])[{VOWEL}]",
    "a sign on nothing": "(?<![\u1780-\u17d3])[\u17c6-\u17d1]",
    "a shifter after a vowel": f"[{VOWEL}\u17c6][{SHIFTER}]",
    "an invisible sign": "[\u00ad\u200b-\u200f\u2060\ufeff]",
    "Khmer and Latin run together": "[\u1780-\u17d3][A-Za-z]|[A-Za-z][\u1780-\u17d3]",
}


def _texts(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for value in told.values():
            yield from _texts(value)
    elif isinstance(told, list):
        for value in told:
            yield from _texts(value)
    elif isinstance(told, str):
        yield told


def _organisations() -> set[str]:
    ministries = json.loads((Path(accounts.__path__[0], "data", "ministries.json")).read_text(encoding="utf-8"))
    codes = {row["code"] for row in ministries} | {f"KH-{code}" for code in PROVINCES}
    return codes | {unit["code"] for unit in stories.organisations()["units"]}


def _days_of(idea: IdeaStory, trial: TrialStory) -> list[int]:
    """The days on which a trial went on, in the order they have to follow each other."""
    days = [idea["posted"], trial["planned"], trial["starts"], *(each["days"] for each in trial["check_ins"])]
    days += [each["days"] for each in (trial.get("stop"), trial.get("finish"), trial.get("evaluation")) if each]
    return days


def test_thirty_ideas_stand_in_every_stage() -> None:
    stages = [idea["stage"] for idea in IDEAS]

    assert {stage.value: stages.count(stage) for stage in Stage} == {
        "draft": 2,
        "proposal": 11,
        "trial": 7,
        "evaluated": 7,
        "closed": 3,
    }


def test_most_ideas_are_in_khmer_and_many_speak_both_languages() -> None:
    khmer = [idea for idea in IDEAS if idea["language"] == "km"]
    both = [idea for idea in IDEAS if idea.get("second_title")]

    assert (len(khmer), len(IDEAS) - len(khmer)) == (18, 12)
    assert len(both) >= 10
    assert all(idea["second_summary"] for idea in both)


def test_every_state_verdict_and_way_of_closing_is_shown() -> None:
    verdicts = {trial["evaluation"]["verdict"] for _, trial in TRIALS if "evaluation" in trial}

    assert {trial["state"] for _, trial in TRIALS} == {state.value for state in TrialState}
    assert verdicts == {verdict.value for verdict in Verdict}
    assert {idea["close"]["kind"] for idea in IDEAS if "close" in idea} == {reason.value for reason in CloseReason}


def test_everybody_and_every_place_named_is_there() -> None:
    told = json.loads(json.dumps([IDEAS, stories.people()]))
    named: dict[str, set[str]] = {
        name: set() for name in ("by", "author", "owner", "sponsor", "organisation", "province")
    }
    for each in _objects(told):
        for name in named.keys() & each.keys():
            named[name].add(each[name])

    assert named["by"] | named["author"] | named["owner"] | named["sponsor"] <= PEOPLE
    assert named["organisation"] - {None} <= _organisations()
    assert named["province"] <= set(PROVINCES)


def _objects(told: Any) -> Iterator[dict[str, Any]]:
    if isinstance(told, dict):
        yield told
    for value in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from _objects(value)


def test_keys_are_given_once_and_references_lead_somewhere() -> None:
    ideas = [idea["key"] for idea in IDEAS]
    trials = [trial["key"] for _, trial in TRIALS]
    merged = [idea["close"]["merged_into"] for idea in IDEAS if "merged_into" in idea.get("close", {})]
    repeated = [trial["replicates"] for _, trial in TRIALS if "replicates" in trial]

    assert len(set(ideas)) == len(ideas)
    assert len(set(trials)) == len(trials)
    assert merged
    assert set(merged) <= set(ideas)
    assert repeated
    assert set(repeated) <= set(trials)


def test_every_unit_comes_after_what_it_belongs_to() -> None:
    told = stories.organisations()["units"]
    known = _organisations() - {unit["code"] for unit in told}

    for unit in told:
        assert unit["parent"] is None or unit["parent"] in known, unit["code"]
        assert OrganisationKind(unit["kind"])
        known.add(unit["code"])


def test_each_role_has_an_account_and_every_person_a_made_up_name_in_both_languages() -> None:
    people = stories.people()
    granted = {
        person["account"]: {grant["role"] for grant in person.get("grants", [])}
        for person in people
        if "account" in person
    }

    assert list(granted) == ["member", "author", "lab", "leader", "admin"]
    assert [granted[role.value] for role in Role] == [{role.value} for role in Role]
    assert all(person["name_km"] and person["name_en"] and person["job_km"] and person["job_en"] for person in people)


@pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: idea["key"])
def test_an_idea_can_be_kept_as_it_is_written(idea: IdeaStory) -> None:
    text = IdeaText(
        title=idea["title"],
        problem=idea["problem"],
        proposal=idea["proposal"],
        gain=idea["gain"],
        language=idea["language"],
        tags=tuple(idea["tags"]),
    )

    assert text.cleaned().title == idea["title"]
    assert list(text.cleaned().tags) == [tag.lower() for tag in idea["tags"]]
    assert idea.get("would_try", 0) <= idea.get("supports", 0) < len(PEOPLE) - 1


@pytest.mark.parametrize("idea", IDEAS, ids=lambda idea: idea["key"])
def test_the_talk_follows_the_idea_and_an_answer_its_question(idea: IdeaStory) -> None:
    said: dict[str, int] = {}

    for comment in idea.get("comments", []):
        assert CommentKind(comment["kind"]) in (CommentKind.COMMENT, CommentKind.QUESTION, CommentKind.OFFER)
        assert 0 < comment["days"] <= said.get(comment.get("reply_to", ""), idea["posted"])
        said[comment["key"]] = comment["days"]
    if "decision" in idea:
        assert Outcome(idea["decision"]["outcome"])
        assert idea["decision"]["days"] < idea["reply"]["days"] < idea["posted"]


@pytest.mark.parametrize(("idea", "trial"), TRIALS, ids=lambda told: told["key"])
def test_a_trial_runs_forward_in_time(idea: IdeaStory, trial: TrialStory) -> None:
    days = _days_of(idea, trial)

    assert days == sorted(days, reverse=True)
    assert trial["ends"] < trial["starts"]
    assert all(metric.get("baseline_days", 999) > trial["planned"] for metric in trial["metrics"])
    assert "finish" not in trial or trial["finish"]["days"] <= trial["ends"]
    assert (trial["state"] == "planned") == (trial["starts"] < 0)


@pytest.mark.parametrize(("idea", "trial"), TRIALS, ids=lambda told: told["key"])
def test_a_trial_is_covered_judged_and_allowed_by_the_right_people(idea: IdeaStory, trial: TrialStory) -> None:
    risky = any(trial["risks"].values())
    judge = trial["evaluation"]["by"] if "evaluation" in trial else None

    assert trial["sponsor"] != trial["owner"]
    assert judge not in (trial["owner"], trial["sponsor"])
    assert (trial["path"] == "approved") == risky == ("decision" in idea)
    assert set(trial["risks"]) == {"costs_money", "personal_data", "changes_rule", "hard_to_undo"}


@pytest.mark.parametrize(("idea", "trial"), TRIALS, ids=lambda told: told["key"])
def test_a_trial_measures_what_it_says(idea: IdeaStory, trial: TrialStory) -> None:
    metrics = {metric["key"]: metric for metric in trial["metrics"]}
    readings = [reading for check_in in trial["check_ins"] for reading in check_in["readings"]]

    assert [metric["main"] for metric in metrics.values()].count(True) == 1
    assert all("baseline_how" in metric or "no_baseline_because" in metric for metric in metrics.values())
    assert all(MetricKind(metric["kind"]) and Better(metric["better"]) for metric in metrics.values())
    assert all(Mood(check_in["mood"]) for check_in in trial["check_ins"])
    assert {reading["metric"] for reading in readings} <= set(metrics)
    assert {Arm(reading.get("arm", "trial")) for reading in readings} <= set(Arm)
    assert Comparison(trial["comparison"])


def test_readings_are_as_bumpy_as_life() -> None:
    worse = 0
    for _, trial in TRIALS:
        for metric in trial["metrics"]:
            values = [
                reading["value"]
                for check_in in trial["check_ins"]
                for reading in check_in["readings"]
                if reading["metric"] == metric["key"] and reading.get("arm", "trial") == "trial"
            ]
            steps = [later - earlier for earlier, later in pairwise(values)]
            worse += any(step > 0 if metric["better"] == "lower" else step < 0 for step in steps)

    assert worse >= len(TRIALS) // 2


def test_every_evaluation_gives_advice_and_lessons() -> None:
    evaluations = [trial["evaluation"] for _, trial in TRIALS if "evaluation" in trial]

    assert {Advice(each["advice"]) for each in evaluations} == set(Advice)
    assert all(each["what_happened"] and each["would_do_differently"] for each in evaluations)


@pytest.mark.parametrize("problem", BROKEN_KHMER)
def test_khmer_is_spelt_whole(problem: str) -> None:
    pattern = re.compile(BROKEN_KHMER[problem])
    told = [*_texts(json.loads(json.dumps(IDEAS))), *_texts(stories.people()), *_texts(stories.organisations())]

    broken = [text[max(0, found.start() - 10) : found.end() + 10] for text in told for found in pattern.finditer(text)]

    assert broken == []


def test_the_real_material_is_all_there_with_its_licence() -> None:
    ideas = [json.loads(line) for line in stories.IDEAS.read_text(encoding="utf-8").splitlines()]
    comments = [json.loads(line) for line in stories.COMMENTS.read_text(encoding="utf-8").splitlines()]
    pilots = stories.pilots()

    assert (len(ideas), len(comments), len(pilots)) == (81, 83, 20)
    assert all("CC-BY" in idea["licence"] for idea in ideas)
    assert all("CC0" in pilot["licence"] and pilot["url"].startswith("https://") for pilot in pilots)
