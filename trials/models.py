"""A trial, its metrics, check-ins, readings and evaluation."""

import enum
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from accounts.models import Organisation, Person
from accounts.provinces import PROVINCES, Province
from core import clock
from core.database import Base
from core.languages import current_language
from core.languages import lazy_gettext as _l
from ideas.models import Idea, Verdict


class TrialState(enum.StrEnum):
    """Where a trial stands. Only the workflow moves it."""

    PLANNED = "planned"
    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"

    @property
    def label(self) -> str:
        """The word for it."""
        return STATE_LABELS[self]


STATE_LABELS = {
    TrialState.PLANNED: _l("Planned"),
    TrialState.RUNNING: _l("Running"),
    TrialState.FINISHED: _l("Finished"),
    TrialState.STOPPED: _l("Stopped"),
}


class Comparison(enum.StrEnum):
    """What the readings are compared with."""

    NONE = "none"
    BEFORE_AFTER = "before_after"
    ANOTHER_UNIT = "another_unit"
    RANDOM = "random"

    @property
    def label(self) -> str:
        """The words for it."""
        return COMPARISON_LABELS[self]


COMPARISON_LABELS = {
    Comparison.NONE: _l("Nothing to compare with"),
    Comparison.BEFORE_AFTER: _l("Before and after"),
    Comparison.ANOTHER_UNIT: _l("Another unit that goes on as before"),
    Comparison.RANDOM: _l("Drawn by lot"),
}


class Trial(Base):
    """An idea tried at one site; an idea may have many."""

    __tablename__ = "trial"
    __table_args__ = (
        CheckConstraint("sponsor_id IS NULL OR sponsor_id <> owner_id", name="sponsor_is_not_owner"),
        CheckConstraint("evaluator_id IS NULL OR evaluator_id <> owner_id", name="evaluator_is_not_owner"),
        CheckConstraint("ends_on IS NULL OR starts_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("(state = 'stopped') = (stop_reason IS NOT NULL)", name="reason_if_stopped"),
        CheckConstraint("(state = 'planned') = (locked_at IS NULL)", name="locked_once_running"),
        CheckConstraint("replicates_id IS NULL OR replicates_id <> id", name="does_not_repeat_itself"),
        Index("ix_trial_state_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idea_id: Mapped[int] = mapped_column(ForeignKey("idea.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    province: Mapped[str | None]
    site: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    sponsor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    sponsor_agreed_at: Mapped[datetime | None]
    # Who will evaluate, where somebody was named; the lab may always do it.
    evaluator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    hypothesis_if: Mapped[str] = mapped_column(default="")
    hypothesis_then: Mapped[str] = mapped_column(default="")
    hypothesis_because: Mapped[str] = mapped_column(default="")
    steps: Mapped[str] = mapped_column(default="")
    participants: Mapped[str] = mapped_column(default="")
    # None: not answered yet. All four answered "no" make a light trial.
    costs_money: Mapped[bool | None]
    personal_data: Mapped[bool | None]
    changes_rule: Mapped[bool | None]
    hard_to_undo: Mapped[bool | None]
    stop_rule: Mapped[str] = mapped_column(default="")
    comparison: Mapped[Comparison] = mapped_column(default=Comparison.BEFORE_AFTER)
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    check_in_days: Mapped[int] = mapped_column(default=7)
    replicates_id: Mapped[int | None] = mapped_column(ForeignKey("trial.id"), index=True)
    adapted: Mapped[str] = mapped_column(default="")
    state: Mapped[TrialState] = mapped_column(default=TrialState.PLANNED)
    # When the idea was allowed into trial by this plan, lightly or with the lab's decision.
    started_at: Mapped[datetime | None]
    locked_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    stop_reason: Mapped[str | None]
    evaluation_due_on: Mapped[date | None]
    # Set for trials that others ran and wrote up elsewhere.
    source: Mapped[str | None]
    # Mark of the form that made it: the same form sent twice makes one plan.
    form_mark: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}

    idea: Mapped[Idea] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    owner: Mapped[Person | None] = relationship(foreign_keys=[owner_id])
    sponsor: Mapped[Person | None] = relationship(foreign_keys=[sponsor_id])
    evaluator: Mapped[Person | None] = relationship(foreign_keys=[evaluator_id])
    replicates: Mapped["Trial | None"] = relationship(remote_side="Trial.id")
    metrics: Mapped[list["Metric"]] = relationship(
        back_populates="trial", cascade="all, delete-orphan", order_by="Metric.id"
    )
    evaluation: Mapped["Evaluation | None"] = relationship(back_populates="trial")

    @property
    def risks(self) -> tuple[bool | None, bool | None, bool | None, bool | None]:
        """The four risk answers: costs money, personal data, changes a rule, hard to undo."""
        return (self.costs_money, self.personal_data, self.changes_rule, self.hard_to_undo)

    @property
    def is_light(self) -> bool:
        """Whether every risk question was answered "no"."""
        return all(answer is False for answer in self.risks)

    @property
    def is_over(self) -> bool:
        """Whether it has finished or was stopped."""
        return self.state in (TrialState.FINISHED, TrialState.STOPPED)

    @property
    def main_metric(self) -> "Metric | None":
        """The metric that decides, the first one where none was marked."""
        return next((metric for metric in self.metrics if metric.main), self.metrics[0] if self.metrics else None)

    @property
    def place(self) -> Province | None:
        """The province of the site."""
        return PROVINCES.get(self.province or "")

    @property
    def site_name(self) -> str:
        """What to call the site: its own name, else the organisation's."""
        return self.site or (self.organisation.name if self.organisation else "")


class MetricKind(enum.StrEnum):
    """What sort of number a metric is."""

    TIME = "time"
    COST = "cost"
    VISITS = "visits"
    COUNT = "count"
    PERCENT = "percent"
    RATING = "rating"

    @property
    def label(self) -> str:
        """The word for it."""
        return METRIC_LABELS[self]


METRIC_LABELS = {
    MetricKind.TIME: _l("Time"),
    MetricKind.COST: _l("Cost"),
    MetricKind.VISITS: _l("Visits"),
    MetricKind.COUNT: _l("Count"),
    MetricKind.PERCENT: _l("Percent"),
    MetricKind.RATING: _l("Rating"),
}


class Better(enum.StrEnum):
    """Which way is up."""

    LOWER = "lower"
    HIGHER = "higher"

    @property
    def label(self) -> str:
        """The words for it."""
        return {Better.LOWER: _l("Lower is better"), Better.HIGHER: _l("Higher is better")}[self]


class Metric(Base):
    """Something measured in a trial, with where it stood before and where it should go."""

    __tablename__ = "metric"
    __table_args__ = (
        Index(
            "uq_metric_one_main",
            "trial_id",
            unique=True,
            sqlite_where=text("main"),
            postgresql_where=text("main"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    trial_id: Mapped[int] = mapped_column(ForeignKey("trial.id"), index=True)
    name_km: Mapped[str] = mapped_column(default="")
    name_en: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    kind: Mapped[MetricKind] = mapped_column(default=MetricKind.TIME)
    better: Mapped[Better] = mapped_column(default=Better.LOWER)
    baseline: Mapped[float | None]
    baseline_on: Mapped[date | None]
    baseline_how: Mapped[str] = mapped_column(default="")
    # Why no baseline can be had, where that is so.
    no_baseline_because: Mapped[str] = mapped_column(default="")
    target: Mapped[float | None]
    main: Mapped[bool] = mapped_column(default=False)

    trial: Mapped[Trial] = relationship(back_populates="metrics")

    @property
    def name(self) -> str:
        """The name in the reader's language, or in the other one where only that was given."""
        names = (self.name_km, self.name_en) if current_language() == "km" else (self.name_en, self.name_km)
        return names[0] or names[1]


class Mood(enum.StrEnum):
    """How a trial is getting on, as its owner sees it."""

    ON_TRACK = "on_track"
    NEEDS_HELP = "needs_help"
    BLOCKED = "blocked"

    @property
    def label(self) -> str:
        """The words for it."""
        return MOOD_LABELS[self]


MOOD_LABELS = {
    Mood.ON_TRACK: _l("On track"),
    Mood.NEEDS_HELP: _l("Needs help"),
    Mood.BLOCKED: _l("Blocked"),
}


class CheckIn(Base):
    """One dated note on a running trial."""

    __tablename__ = "check_in"
    __table_args__ = (Index("ix_check_in_trial_id_on", "trial_id", "on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    trial_id: Mapped[int] = mapped_column(ForeignKey("trial.id"))
    on: Mapped[date]
    mood: Mapped[Mood]
    learned: Mapped[str] = mapped_column(default="")
    next: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    # Mark of the form that made it: a slow line may send the same form twice.
    form_mark: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    trial: Mapped[Trial] = relationship()
    by: Mapped[Person | None] = relationship()
    readings: Mapped[list["Reading"]] = relationship(back_populates="check_in", order_by="Reading.id")


class Arm(enum.StrEnum):
    """Which side of a comparison a reading was taken on."""

    TRIAL = "trial"
    COMPARISON = "comparison"


class Reading(Base):
    """One dated value of a metric; never edited, only superseded by a later row."""

    __tablename__ = "reading"
    __table_args__ = (
        CheckConstraint("sample_size IS NULL OR sample_size > 0", name="sample_of_somebody"),
        CheckConstraint("superseded_by_id IS NULL OR superseded_by_id <> id", name="not_superseded_by_itself"),
        Index("ix_reading_metric_id_on_id", "metric_id", "on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    metric_id: Mapped[int] = mapped_column(ForeignKey("metric.id"))
    check_in_id: Mapped[int | None] = mapped_column(ForeignKey("check_in.id"), index=True)
    on: Mapped[date]
    value: Mapped[float]
    sample_size: Mapped[int | None]
    arm: Mapped[Arm] = mapped_column(default=Arm.TRIAL)
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    superseded_by_id: Mapped[int | None] = mapped_column(ForeignKey("reading.id"))
    created_at: Mapped[datetime] = mapped_column(default=clock.now)

    metric: Mapped[Metric] = relationship()
    check_in: Mapped[CheckIn | None] = relationship(back_populates="readings")


class Advice(enum.StrEnum):
    """What the evaluator advises others to do."""

    ADOPT = "adopt"
    ADAPT = "adapt"
    REPEAT = "repeat"
    STOP = "stop"

    @property
    def label(self) -> str:
        """The words for it."""
        return ADVICE_LABELS[self]


ADVICE_LABELS = {
    Advice.ADOPT: _l("Adopt it"),
    Advice.ADAPT: _l("Adapt it first"),
    Advice.REPEAT: _l("Repeat it elsewhere"),
    Advice.STOP: _l("Stop here"),
}


class Evaluation(Base):
    """What a trial showed, written by somebody other than its owner."""

    __tablename__ = "evaluation"

    id: Mapped[int] = mapped_column(primary_key=True)
    trial_id: Mapped[int] = mapped_column(ForeignKey("trial.id"), unique=True)
    verdict: Mapped[Verdict]
    what_happened: Mapped[str]
    side_effects: Mapped[str] = mapped_column(default="")
    would_do_differently: Mapped[str] = mapped_column(default="")
    what_others_need: Mapped[str] = mapped_column(default="")
    advice: Mapped[Advice | None]
    # Why a main metric has no reading, where that is so.
    no_reading_because: Mapped[str] = mapped_column(default="")
    evaluator_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    published_at: Mapped[datetime] = mapped_column(default=clock.now)
    follow_up_due_on: Mapped[date | None]

    trial: Mapped[Trial] = relationship(back_populates="evaluation")
    evaluator: Mapped[Person | None] = relationship()
