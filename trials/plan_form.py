"""The form of a plan: one page, with as many measures as are wanted, also where no script runs."""

import re
from collections.abc import Sequence
from typing import Any

from flask import request
from wtforms import HiddenField
from wtforms.validators import Length

from accounts.forms import organisation_choices, province_choices
from accounts.models import Organisation, Person
from accounts.queries import get_organisation
from core.errors import Invalid
from core.fields import Choice, Form, FormMark, Line, OneOf, OptionalDate, OptionalNumber, Paragraphs, YesNo
from core.languages import gettext as _
from core.languages import lazy_gettext as _l
from trials.fields import Colleague
from trials.forms import Summary
from trials.models import Better, Comparison, MetricKind
from trials.plans import (
    LIMITS,
    MOST_METRICS,
    TRIAL_FIELDS,
    MetricPlan,
    StalePlan,
    TrialPlan,
    changed_fields,
    ready_made,
)

RHYTHMS = {1: _l("Every day"), 7: _l("Every week"), 14: _l("Every two weeks"), 30: _l("Every month")}


def _limit(name: str) -> list[Length]:
    return [Length(max=LIMITS[name])]


class MetricRow(Form):
    """One measure of the plan."""

    id = HiddenField()
    name_km = Line(_l("What is measured, in Khmer"), validators=_limit("name_km"))
    name_en = Line(_l("What is measured, in English"), validators=_limit("name_en"))
    kind = Choice(_l("Kind"), choices=[(kind.value, kind.label) for kind in MetricKind])
    unit = Line(_l("Unit"), validators=_limit("unit"))
    better = Choice(_l("Which way is better"), choices=[(better.value, better.label) for better in Better])
    baseline = OptionalNumber(_l("Value before"))
    baseline_on = OptionalDate(_l("Measured on"))
    baseline_how = Line(_l("How the value before was measured"), validators=_limit("baseline_how"))
    no_baseline_because = Line(_l("Or why the value before cannot be known"), validators=_limit("no_baseline_because"))
    target = OptionalNumber(_l("Target"))

    def __init__(self, key: int, plan: MetricPlan | None = None) -> None:
        self.key = key
        facts = {name: getattr(plan, name) for name in self._names()} if plan else {}
        sent: Any = None if plan else request.form
        super().__init__(formdata=sent, data=facts, prefix=f"metric-{key}-", meta={"csrf": False})

    @staticmethod
    def _names() -> tuple[str, ...]:
        return (
            "id", "name_km", "name_en", "kind", "unit", "better", "baseline", "baseline_on", "baseline_how",
            "no_baseline_because", "target",
        )  # fmt: skip

    def metric(self, *, main: bool) -> MetricPlan:
        """What was filled in."""
        sent_id = str(self.id.data or "")
        values = {name: self[name].data for name in self._names()}
        values["id"] = int(sent_id) if sent_id.isascii() and sent_id.isdigit() and len(sent_id) < 10 else None
        values["kind"], values["better"] = MetricKind(self.kind.data), Better(self.better.data)
        return MetricPlan(**values, main=main)


class PlanForm(Form):
    """A plan. The buttons "add" (a measure of a kind) and "remove" (the one with a key) send it without saving."""

    organisation_id = Choice(_l("Where will it be tried?"))
    site = Line(
        _l("Name of the place"),
        description=_l("An office or a counter, for example “Commune hall, Svay Por”."),
        validators=_limit("site"),
    )
    province = Choice(_l("Province"))
    hypothesis_if = Paragraphs(_l("If we…"), validators=_limit("hypothesis_if"))
    hypothesis_then = Paragraphs(_l("then…"), validators=_limit("hypothesis_then"))
    hypothesis_because = Paragraphs(_l("because…"), validators=_limit("hypothesis_because"))
    steps = Paragraphs(_l("Steps"), description=_l("Who does what, in order."), validators=_limit("steps"))
    participants = Paragraphs(_l("Who takes part?"), validators=_limit("participants"))
    costs_money = YesNo(_l("Does it cost money beyond the usual?"))
    personal_data = YesNo(_l("Does it use personal data in a new way?"))
    changes_rule = YesNo(_l("Does it change a rule?"))
    hard_to_undo = YesNo(_l("Would it be hard to undo?"))
    stop_rule = Paragraphs(
        _l("When do we stop early?"),
        description=_l("For example “if the waiting grows by a quarter for two days”."),
        validators=_limit("stop_rule"),
    )
    comparison = OneOf(_l("Compared with"), choices=[(each.value, each.label) for each in Comparison])
    starts_on = OptionalDate(_l("Starts on"))
    ends_on = OptionalDate(_l("Ends on"))
    check_in_days = Choice(_l("Check in"))
    sponsor = Colleague(
        _l("Sponsor"), description=_l("The e-mail address or the name of whoever leads the site and covers the trial.")
    )
    evaluator = Colleague(
        _l("Evaluator"),
        description=_l("Somebody other than you who says in the end what it showed. The lab, if nobody is named."),
    )
    adapted = Paragraphs(_l("What is different here?"), validators=_limit("adapted"))
    main_metric = HiddenField()
    metric_keys = HiddenField()
    version = HiddenField()
    mark = FormMark()

    theirs: Sequence[tuple[str, str]] = ()
    """What somebody else saved meanwhile, by label, where it differs."""

    def __init__(self, plan: TrialPlan, *, version: int = 0) -> None:
        super().__init__(data=_facts(plan) | {"version": version})
        self._offer(plan)
        if self.is_submitted():
            self.rows = [MetricRow(key) for key in _keys(str(self.metric_keys.data or ""))]
        else:
            self.rows = [MetricRow(key, metric) for key, metric in enumerate(plan.metrics)]
            self.main_metric.data = next((str(key) for key, metric in enumerate(plan.metrics) if metric.main), "0")
        self.reshaped = self._reshape()
        self.metric_keys.data = " ".join(str(row.key) for row in self.rows)
        self.metric_keys.raw_data = None

    def _offer(self, plan: TrialPlan) -> None:
        here = plan.organisation
        offered = organisation_choices()
        if here and str(here.id) not in dict(offered):
            offered.append((str(here.id), here.name))
        self.organisation_id.choices = [*([] if here else [("", _("Choose"))]), *offered]
        self.province.choices = [("", _("Not said")), *province_choices()]
        self.check_in_days.choices = [
            (str(days), RHYTHMS.get(days) or _("Every %(days)s days", days=days))
            for days in sorted({*RHYTHMS, plan.check_in_days})
        ]

    def _reshape(self) -> bool:
        """Add or take out a measure if such a button was pressed; tells whether one was."""
        if not self.is_submitted():
            return False
        if (wanted := request.form.get("add")) in {kind.value for kind in MetricKind}:
            if len(self.rows) < MOST_METRICS:
                key = max((row.key for row in self.rows), default=-1) + 1
                self.rows.append(MetricRow(key, ready_made(MetricKind(wanted))))
            return True
        if (left_out := request.form.get("remove")) is not None:
            self.rows = [row for row in self.rows if str(row.key) != left_out]
            return True
        return False

    @property
    def summary(self) -> Summary:
        """All errors of the page."""
        return Summary(self, *self.rows)

    @property
    def seen_version(self) -> int:
        """The version the plan was written over."""
        sent = str(self.version.data or "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0

    def validate(self, extra_validators: Any = None) -> bool:
        """Every measure as well."""
        rows = [row.validate() for row in self.rows]
        return super().validate(extra_validators) and all(rows)

    def refuse(self, refusal: Invalid) -> None:
        """Show what the service refused, beside the measure it names."""
        if named := re.fullmatch(r"metric-(\d+)-(\w+)", refusal.field or ""):
            self.rows[int(named[1])].refuse(Invalid(refusal.message, field=named[2]))
        else:
            super().refuse(refusal)

    def stand_beside(self, stale: StalePlan) -> None:
        """Keep what was typed and show what somebody else saved; sent again, it is meant to replace that."""
        super().refuse(Invalid(stale.message))
        self.version.data, self.version.raw_data = str(stale.version), None
        changed = changed_fields(self.plan(), stale.theirs)
        self.theirs = [
            (self._label(name), _shown(getattr(stale.theirs, name))) for name in TRIAL_FIELDS if name in changed
        ]
        if any(name.startswith("metrics") for name in changed):
            self.theirs.append((_("Measures"), "; ".join(_in_short(metric) for metric in stale.theirs.metrics)))

    def _label(self, name: str) -> str:
        return str(self["organisation_id" if name == "organisation" else name].label.text)

    def plan(self) -> TrialPlan:
        """What was filled in."""
        chosen = self.organisation_id.data
        plain = ("site", "hypothesis_if", "hypothesis_then", "hypothesis_because", "steps", "participants", "stop_rule",
                 "starts_on", "ends_on", "adapted")  # fmt: skip
        return TrialPlan(
            **{name: self[name].data for name in plain},
            **{name: self[name].answer for name in ("costs_money", "personal_data", "changes_rule", "hard_to_undo")},
            organisation=get_organisation(int(chosen)) if chosen else None,
            province=self.province.data or None,
            sponsor=self.sponsor.person,
            evaluator=self.evaluator.person,
            comparison=Comparison(self.comparison.data),
            check_in_days=int(self.check_in_days.data),
            metrics=tuple(row.metric(main=str(row.key) == self.main_metric.data) for row in self.rows),
        )


def _facts(plan: TrialPlan) -> dict[str, Any]:
    names = [name for name in PlanForm.__dict__ if hasattr(plan, name)]
    return {name: getattr(plan, name) for name in names} | {
        "organisation_id": str(plan.organisation.id) if plan.organisation else "",
        "check_in_days": str(plan.check_in_days),
    }


def _keys(sent: str) -> list[int]:
    keys = [int(key) for key in sent.split() if key.isascii() and key.isdigit() and len(key) < 4]
    return list(dict.fromkeys(keys))[:MOST_METRICS]


def _shown(value: object) -> str:
    match value:
        case None | "":
            return _("nothing")
        case bool():
            return _("Yes") if value else _("No")
        case Person() | Organisation():
            return value.name
        case Comparison():
            return value.label
        case _:
            return str(value)


def _in_short(metric: MetricPlan) -> str:
    return _(
        "%(name)s: baseline %(baseline)s, target %(target)s",
        name=metric.name_en or metric.name_km,
        baseline=_shown(metric.baseline),
        target=_shown(metric.target),
    )
