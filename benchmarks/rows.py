"""The rows of one idea and everything around it, as plain values for a bulk load."""

import hashlib
import json
import random
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from accounts.provinces import PROVINCES
from benchmarks.texts import Texts
from core import clock
from ideas.events import BEGINNING
from ideas.history import words_for
from ideas.models import CloseReason, CommentKind, Stage, Verdict
from reviews.models import Outcome
from reviews.promise import working_days_after
from trials.models import Advice, Better, Comparison, MetricKind, Mood, TrialState
from voting.service import weight

SUPPORTS, COMMENTS = 10, 5
STAGES = {Stage.PROPOSAL: 55, Stage.TRIAL: 15, Stage.EVALUATED: 15, Stage.CLOSED: 15}
SPAN = timedelta(days=3 * 365)

Rows = dict[str, list[dict[str, Any]]]


class Source:
    """Makes ideas 1 to N over the last three years, the last one minutes ago; the same for the same N and day."""

    def __init__(self, total: int, *, people: Sequence[tuple[int, int]], tops: dict[int, int], until: datetime) -> None:
        self._total, self._people, self._tops, self._until = total, people, tops, until
        self._random, self._texts = random.Random(total), Texts(total)
        self.last_number: dict[int, int] = defaultdict(int)
        self._event_id = 0

    def idea(self, idea_id: int) -> Rows:
        """The rows of one idea by table."""
        rows: Rows = defaultdict(list)
        at = self._until - SPAN * (1 - idea_id / (self._total + 1))
        stage = self._random.choices(list(STAGES), list(STAGES.values()))[0]
        people = self._random.sample(self._people, SUPPORTS + COMMENTS + 2)
        idea = self._idea(idea_id, at, stage, author=people[0])
        rows["idea"].append(idea)
        rows["author"].append({"idea_id": idea_id, "person_id": people[0][0], "since": at})
        tags = self._texts.tags(idea["language"])
        rows["idea_tag"] += [{"idea_id": idea_id, "tag": tag} for tag in tags]
        rows["idea_version"].append(_version(idea, tags, people[0][0]))
        chain = Chain(rows, idea_id, self._event_id)
        chain.add("submit", at, people[0][0], source="draft", target="proposal")
        self._supports(rows, idea, people[1 : 1 + SUPPORTS])
        self._talk(rows, chain, idea, people[1 + SUPPORTS : -1])
        if idea["trial_since"]:
            self._trial(rows, chain, idea, owner=people[0][0], sponsor=people[-1][0])
        if stage is Stage.CLOSED:
            chain.add("close", idea["closed_at"], people[-1][0], source="proposal", target="closed", reason="...")
        self._event_id = chain.last_id
        return rows

    def _idea(self, idea_id: int, at: datetime, stage: Stage, author: tuple[int, int]) -> dict[str, Any]:
        texts, language = self._texts, self._texts.language()
        year = clock.local_date(at).year
        self.last_number[year] += 1
        tried = stage in (Stage.TRIAL, Stage.EVALUATED)
        answered = tried or stage is Stage.CLOSED or self._random.random() < 0.6
        return {
            "id": idea_id, "number": f"{year}-{self.last_number[year]:04d}", "language": language,
            "title": texts.title(language), "problem": texts.paragraph(language, 2),
            "proposal": texts.sentences(language, 2), "gain": texts.sentences(language, 1),
            "second_title": texts.title("en") if language == "km" and self._random.random() < 0.4 else "",
            "second_summary": "", "organisation_id": author[1], "ministry_id": self._tops[author[1]],
            "province": self._random.choice([*PROVINCES, None]), "stage": stage,
            "close_reason": CloseReason.NOT_NOW if stage is Stage.CLOSED else None,
            "reply_due_on": working_days_after(clock.local_date(at), 10),
            "first_reply_at": self._soon(at, 12) if answered else None, "submitted_at": at,
            "trial_since": self._soon(at, 30) if tried else None,
            "evaluated_at": self._soon(at, 120, after=31) if stage is Stage.EVALUATED else None,
            "closed_at": self._soon(at, 60, after=13) if stage is Stage.CLOSED else None,
            "verdict": self._random.choice(list(Verdict)) if stage is Stage.EVALUATED else None,
            "support_count": 0, "would_try_count": 0, "imported_support_count": 0, "comment_count": COMMENTS,
            "rising": 0.0, "created_at": at, "updated_at": at, "version": 1,
        }  # fmt: skip

    def _soon(self, at: datetime, days: float, after: float = 0.0) -> datetime:
        return min(at + timedelta(days=self._random.uniform(after, days)), self._until)

    def _supports(self, rows: Rows, idea: dict[str, Any], people: Sequence[tuple[int, int]]) -> None:
        # Ideas differ in how many support them; ten is the mean.
        count = self._random.randint(SUPPORTS // 2, SUPPORTS + SUPPORTS // 2)
        more = [each for each in self._random.sample(self._people, SUPPORTS) if each not in people]
        author = rows["author"][0]["person_id"]
        for person_id, _ in [each for each in [*people, *more] if each[0] != author][:count]:
            at, would_try = self._soon(idea["submitted_at"], 60), self._random.random() < 0.2
            shown = would_try and self._random.random() < 0.3
            rows["support"].append(
                {"idea_id": idea["id"], "person_id": person_id, "would_try": would_try, "shows_organisation": shown,
                 "note": "", "created_at": at}
            )  # fmt: skip
            idea["support_count"] += 1
            idea["would_try_count"] += would_try
            idea["rising"] += weight(at)

    def _talk(self, rows: Rows, chain: "Chain", idea: dict[str, Any], people: Sequence[tuple[int, int]]) -> None:
        kinds = {CommentKind.COMMENT: "commented", CommentKind.QUESTION: "asked", CommentKind.OFFER: "offered"}
        first = (idea["id"] - 1) * COMMENTS + 1
        times = sorted(self._soon(idea["submitted_at"], 90) for _ in range(COMMENTS))
        for place, (at, (person_id, _)) in enumerate(zip(times, people, strict=False)):
            language = self._texts.language()
            kind = self._random.choices([*kinds, CommentKind.OFFICIAL], [60, 15, 10, 15])[0]
            rows["comment"].append(
                {"id": first + place, "idea_id": idea["id"], "author_id": person_id, "kind": kind,
                 "parent_id": first if place == 3 else None, "body": self._texts.sentences(language, 1),
                 "language": language, "created_at": at, "version": 1}
            )  # fmt: skip
            chain.add(kinds.get(kind, "reply"), at, person_id, data={"comment": first + place})

    def _trial(self, rows: Rows, chain: "Chain", idea: dict[str, Any], *, owner: int, sponsor: int) -> None:
        since, language, texts = idea["trial_since"], idea["language"], self._texts
        over, begins = idea["stage"] is Stage.EVALUATED, clock.local_date(since)
        trial_id = idea["id"]
        rows["decision"].append(
            {"idea_id": idea["id"], "outcome": Outcome.TRY, "reason": texts.sentences(language, 1),
             "drafted_by_id": sponsor, "drafted_at": since, "published_by_id": sponsor, "published_at": since}
        )  # fmt: skip
        rows["trial"].append(
            {"id": trial_id, "idea_id": idea["id"], "organisation_id": idea["organisation_id"],
             "province": idea["province"], "site": texts.place(language), "owner_id": owner, "sponsor_id": sponsor,
             "sponsor_agreed_at": since, "evaluator_id": sponsor if over else None,
             "evaluation_due_on": begins + timedelta(days=90) if over else None,
             "hypothesis_if": texts.sentences(language, 1),
             "hypothesis_then": texts.place(language), "hypothesis_because": texts.place(language),
             "steps": texts.sentences(language, 1), "participants": texts.place(language), "costs_money": False,
             "personal_data": False, "changes_rule": False, "hard_to_undo": False, "stop_rule": texts.place(language),
             "comparison": Comparison.BEFORE_AFTER, "starts_on": begins, "ends_on": begins + timedelta(days=60),
             "check_in_days": 7, "adapted": "", "state": TrialState.FINISHED if over else TrialState.RUNNING,
             "started_at": since, "locked_at": since, "ended_on": begins + timedelta(days=60) if over else None,
             "created_at": since, "version": 1}
        )  # fmt: skip
        chain.add("start-approved-trial", since, owner, source="proposal", target="trial", trial_id=trial_id)
        chain.add("run", since, owner, source="trial", target="trial", trial_id=trial_id)
        self._measured(rows, chain, trial_id, begins, since, language, owner)
        if over:
            rows["evaluation"].append(
                {"trial_id": trial_id, "verdict": idea["verdict"], "what_happened": texts.paragraph(language, 2),
                 "side_effects": "", "would_do_differently": texts.sentences(language, 1), "what_others_need": "",
                 "advice": Advice.ADAPT, "no_reading_because": "", "evaluator_id": sponsor,
                 "published_at": idea["evaluated_at"]}
            )  # fmt: skip
            chain.add("evaluate", idea["evaluated_at"], sponsor, source="trial", target="evaluated", trial_id=trial_id)

    def _measured(
        self, rows: Rows, chain: "Chain", trial_id: int, begins: date, since: datetime, language: str, owner: int
    ) -> None:
        rows["metric"].append(
            {"id": trial_id, "trial_id": trial_id, "name_km": "ថ្ងៃរង់ចាំ", "name_en": "Days of waiting", "unit": "days",
             "kind": MetricKind.TIME, "better": Better.LOWER, "baseline": 30.0, "baseline_on": begins,
             "baseline_how": self._texts.place(language), "no_baseline_because": "", "target": 10.0, "main": True}
        )  # fmt: skip
        for week in range(1, 4):
            on, check_in = begins + timedelta(weeks=week), trial_id * 3 + week
            rows["check_in"].append(
                {"id": check_in, "trial_id": trial_id, "on": on, "mood": Mood.ON_TRACK,
                 "learned": self._texts.sentences(language, 1), "next": "", "by_id": owner,
                 "created_at": since + timedelta(weeks=week)}
            )  # fmt: skip
            rows["reading"].append(
                {"metric_id": trial_id, "check_in_id": check_in, "on": on, "value": 30.0 - 5 * week, "note": "",
                 "by_id": owner, "created_at": since + timedelta(weeks=week)}
            )  # fmt: skip
            chain.add("checked-in", since + timedelta(weeks=week), owner, trial_id=trial_id)


class Chain:
    """The history of one idea, each event chained to the one before as `ideas.events` does it."""

    def __init__(self, rows: Rows, idea_id: int, last_id: int) -> None:
        self._rows, self._idea_id, self.last_id = rows["event"], idea_id, last_id
        self._previous = BEGINNING

    def add(self, kind: str, at: datetime, actor_id: int, **more: Any) -> None:
        """Append one event."""
        words_for(kind)
        self.last_id += 1
        event = {
            "id": self.last_id, "idea_id": self._idea_id, "sequence": len(self._rows) + 1, "trial_id": None,
            "actor_id": actor_id, "kind": kind, "source": None, "target": None, "reason": None, "data": {},
            "at": at.astimezone(UTC), "previous": self._previous, **more,
        }  # fmt: skip
        order = (
            "previous",
            "idea_id",
            "sequence",
            "trial_id",
            "actor_id",
            "kind",
            "source",
            "target",
            "reason",
            "data",
        )
        facts = [*(event[name] for name in order), event["at"].isoformat()]
        event["digest"] = hashlib.sha256(json.dumps(facts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
        self._previous = event["digest"]
        self._rows.append(event)


def _version(idea: dict[str, Any], tags: list[str], editor_id: int) -> dict[str, Any]:
    same = ("title", "problem", "proposal", "gain", "second_title", "second_summary", "language", "organisation_id")
    kept = {name: idea[name] for name in same}
    return {**kept, "idea_id": idea["id"], "number": 1, "province": idea["province"], "tags": tags,
            "editor_id": editor_id, "at": idea["submitted_at"]}  # fmt: skip
