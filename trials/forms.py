"""What is filled in about a trial: sponsor, check-in, correction, evaluation. The plan has a form of its own."""

from collections.abc import Iterator, Sequence
from typing import Any

from wtforms import Field
from wtforms.validators import DataRequired, InputRequired, Length

from core import clock
from core.errors import Invalid
from core.fields import Choice, Form, FormMark, Line, OneOf, OptionalDate, OptionalNumber, Paragraphs
from core.languages import gettext as _
from core.languages import lazy_gettext as _l
from ideas.models import Verdict
from trials.fields import Colleague, Given, OptionalWhole
from trials.life import EVALUATION_LIMIT, EvaluationText
from trials.measuring import NOTE_LIMIT, TEXT_LIMIT
from trials.models import Advice, Arm, Comparison, Metric, Mood, Reading, Trial
from trials.service import SHORT_LIMIT, NewReading

COMPARED = (Comparison.ANOTHER_UNIT, Comparison.RANDOM)
"""Comparisons that take readings on a second side."""


class Summary:
    """Several forms on one page, as the list of errors on top of it sees them."""

    def __init__(self, *forms: Form) -> None:
        self.forms = forms

    def __iter__(self) -> Iterator[Field]:
        return (field for form in self.forms for field in form)

    @property
    def form_errors(self) -> list[str]:
        """What is wrong with a form as a whole."""
        return [str(error) for form in self.forms for error in form.form_errors]

    @property
    def errors(self) -> list[str]:
        """Everything that is wrong."""
        return self.form_errors + [str(error) for field in self for error in field.errors]


class SponsorForm(Form):
    """Who shall cover the trial."""

    sponsor = Colleague(
        _l("Sponsor"),
        description=_l("The e-mail address or the name of whoever leads the site, never the owner."),
        validators=[DataRequired(_l("Write who shall sponsor the trial."))],
    )


class DeclineForm(Form):
    """Why a sponsor says no."""

    reason = Paragraphs(
        _l("Why not?"),
        validators=[DataRequired(_l("Say why, so that the owner can mend the plan.")), Length(max=SHORT_LIMIT)],
    )


class RepeatForm(Form):
    """That somebody wants to repeat a trial at home."""

    mark = FormMark()


class ReadingRow(Form):
    """One value of a check-in; empty where nothing was read."""

    value = OptionalNumber()
    sample_size = OptionalWhole(_l("How many were measured"))
    note = Line(_l("Note"), validators=[Length(max=NOTE_LIMIT)])

    def __init__(self, metric: Metric, arm: Arm, last: Reading | None) -> None:
        self.metric, self.arm, self.last = metric, arm, last
        self.place = f"reading-{metric.id}-{arm.value}-"
        super().__init__(prefix=self.place, meta={"csrf": False})
        name = metric.name if arm is Arm.TRIAL else _("%(metric)s, in the comparison", metric=metric.name)
        self.value.label.text = f"{name}, {metric.unit}" if metric.unit else name

    @property
    def more(self) -> bool:
        """Whether the less usual fields hold something to be seen."""
        return any(field.data or field.errors for field in (self.sample_size, self.note))

    def validate(self, extra_validators: Any = None) -> bool:
        """A note or a number of cases says nothing without the value."""
        fine: bool = super().validate(extra_validators)
        if fine and self.value.data is None and (self.sample_size.data or self.note.data):
            self.value.errors = [_("Write the value too.")]
            return False
        return fine

    def reading(self) -> NewReading | None:
        """What was read, if anything."""
        if self.value.data is None:
            return None
        return NewReading(
            metric=self.metric,
            value=self.value.data,
            sample_size=self.sample_size.whole,
            arm=self.arm,
            note=self.note.data or "",
        )


class CheckInForm(Form):
    """A report from a running trial, meant for a phone: values, mood, done."""

    on = OptionalDate(_l("Day"), validators=[Given(_l("Say for which day."))])
    mood = OneOf(
        _l("How is it going?"),
        choices=[(mood.value, mood.label) for mood in Mood],
        validators=[InputRequired(_l("Choose how it is going."))],
    )
    learned = Paragraphs(_l("What did you learn?"), validators=[Length(max=TEXT_LIMIT)])
    next = Paragraphs(_l("What comes next?"), validators=[Length(max=TEXT_LIMIT)])
    mark = FormMark()

    def __init__(self, trial: Trial, last: dict[int, Reading]) -> None:
        super().__init__(data={"on": clock.today()})
        arms = (Arm.TRIAL, Arm.COMPARISON) if trial.comparison in COMPARED else (Arm.TRIAL,)
        self.rows: Sequence[ReadingRow] = [
            ReadingRow(metric, arm, last.get(metric.id) if arm is Arm.TRIAL else None)
            for metric in trial.metrics
            for arm in arms
        ]

    @property
    def summary(self) -> Summary:
        """All errors of the page."""
        return Summary(*self.rows, self)

    def validate(self, extra_validators: Any = None) -> bool:
        """Every row as well."""
        rows = [row.validate() for row in self.rows]
        return super().validate(extra_validators) and all(rows)

    def readings(self) -> list[NewReading]:
        """What was read."""
        return [reading for row in self.rows if (reading := row.reading())]

    def refuse(self, refusal: Invalid) -> None:
        """Show what the service refused, beside the row it names."""
        name = refusal.field or ""
        row = next((row for row in self.rows if name.startswith(row.place)), None)
        if row:
            row.refuse(Invalid(refusal.message, field=name.removeprefix(row.place)))
        else:
            super().refuse(refusal)


class CorrectionForm(Form):
    """A value that takes the place of an earlier one."""

    value = OptionalNumber(_l("Right value"), validators=[Given(_l("Write the right value."))])
    sample_size = OptionalWhole(_l("How many were measured"))
    note = Paragraphs(
        _l("Why does it change?"),
        validators=[DataRequired(_l("Say why the value changes.")), Length(max=NOTE_LIMIT)],
    )

    @property
    def right_value(self) -> float:
        """The value, of a form that was found valid."""
        if self.value.data is None:
            raise ValueError("ask only a valid form")
        return float(self.value.data)


class EvaluationForm(Form):
    """What a trial showed."""

    verdict = OneOf(
        _l("Verdict"),
        description=_l("“Did not work” and “unclear” are results as good as any: they save others the way."),
        choices=[(verdict.value, verdict.label) for verdict in Verdict],
        validators=[InputRequired(_l("Choose a verdict."))],
    )
    what_happened = Paragraphs(
        _l("What happened?"), validators=[DataRequired(_l("Tell what happened.")), Length(max=EVALUATION_LIMIT)]
    )
    side_effects = Paragraphs(_l("Side effects, good or bad"), validators=[Length(max=EVALUATION_LIMIT)])
    would_do_differently = Paragraphs(_l("What would you do differently?"), validators=[Length(max=EVALUATION_LIMIT)])
    what_others_need = Paragraphs(
        _l("What does another ministry need to do the same?"), validators=[Length(max=EVALUATION_LIMIT)]
    )
    advice = Choice(
        _l("Advice to others"), choices=[("", _l("No advice yet")), *((each.value, each.label) for each in Advice)]
    )
    no_reading_because = Paragraphs(
        _l("Why has the main measure no reading?"),
        description=_l("Only where nothing was read."),
        validators=[Length(max=EVALUATION_LIMIT)],
    )

    def evaluation(self) -> EvaluationText:
        """What was written."""
        return EvaluationText(
            verdict=Verdict(self.verdict.data),
            what_happened=self.what_happened.data or "",
            side_effects=self.side_effects.data or "",
            would_do_differently=self.would_do_differently.data or "",
            what_others_need=self.what_others_need.data or "",
            advice=Advice(self.advice.data) if self.advice.data else None,
            no_reading_because=self.no_reading_because.data or "",
        )
