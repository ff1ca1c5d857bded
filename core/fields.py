"""Form fields that clean what people type and read numbers and dates as people write them."""

import re
import secrets
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, FloatField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import (  # type: ignore[attr-defined] # the stubs are older than SelectChoice
    SelectChoice,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import ValidationError
from wtforms.widgets import DateInput, TextInput

from core.errors import Invalid
from core.languages import gettext as _
from core.languages import lazy_gettext as _l
from core.text.clean import clean, one_line

_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
_GROUPED_BY_COMMAS = re.compile(r"[-+]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_GROUPED_BY_POINTS = re.compile(r"[-+]?[1-9]\d{0,2}(\.\d{3})+,\d*")


class Form(FlaskForm):
    """The base of our forms."""

    form_errors: list[str]

    def refuse(self, refusal: Invalid) -> None:
        """Show the domain's refusal beside its field, or above the form when it names none that is here."""
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors = [*self.form_errors, str(refusal)]
        else:
            field.errors = [*field.errors, str(refusal)]


class Line(StringField):
    """One line of text without space around it; never None."""

    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed, on one line."""
        self.data = one_line(str(valuelist[0])) if valuelist else ""

    def process_data(self, value: Any) -> None:
        """Show an absent value as empty."""
        self.data = value or ""


class Paragraphs(TextAreaField):
    """Text of several lines, cleaned; never None."""

    data: str

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take what was typed."""
        self.data = clean(str(valuelist[0])).strip() if valuelist else ""

    def process_data(self, value: Any) -> None:
        """Show an absent value as empty."""
        self.data = value or ""


class _OfPairs:
    """Choices written as (value, label), which the library no longer takes when a field is declared."""

    def __init__(
        self,
        label: str = "",
        validators: Any = None,
        *,
        choices: Iterable[tuple[str, str]] | None = None,
        **options: Any,
    ) -> None:
        offered = None if choices is None else [SelectChoice(value, shown) for value, shown in choices]
        super().__init__(label, validators, choices=offered, **options)  # type: ignore[call-arg] # of the field beside it


class Choice(_OfPairs, SelectField):
    """One of a list; a value that is not in the list is refused in words."""

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not offered."""
        if self.choices and not any(match for _value, _label, match, *_rest in self.iter_choices()):
            raise ValidationError(_("Choose one of the list."))


class OneOf(_OfPairs, RadioField):
    """One of a few, all of them in sight."""


class Choices(_OfPairs, SelectMultipleField):
    """Any of a list."""


class FormMark(HiddenField):
    """A mark of this very form: what is sent twice with the same mark is done once."""

    def process_data(self, value: Any) -> None:
        """Mark a new form."""
        self.data = value or secrets.token_urlsafe(12)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the mark the form was sent with; a new one where it is none of ours."""
        sent = str(valuelist[0]) if valuelist else ""
        self.data = sent if 8 <= len(sent) <= 40 and sent.isascii() else secrets.token_urlsafe(12)


class OptionalNumber(FloatField):
    """A number or nothing; Khmer digits, spaces and a comma for the point are read too."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number as people write it."""
        typed = str(valuelist[0]).strip() if valuelist else ""
        if not typed:
            self.data = None
            return
        try:
            self.data = read_number(typed)
        except ValueError:
            self.data = None
            raise ValueError(_("Write a number, for example 12.5.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else f"{self.data:.12g}"


class OptionalDate(Field):
    """A day or nothing, as 2026-03-31 or 31/3/2026, in Arabic or Khmer digits."""

    widget = DateInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the day as people write it."""
        typed = str(valuelist[0]).strip().translate(_DIGITS) if valuelist else ""
        self.data = None
        if not typed:
            return
        try:
            if "/" in typed:
                day, month, year = (int(part) for part in typed.split("/"))
                self.data = date(year, month, day)
            else:
                self.data = date.fromisoformat(typed)
        except ValueError:
            raise ValueError(_("Write the day as day/month/year, for example 31/3/2026.")) from None

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""


class YesNo(OneOf):
    """Yes, no, or not answered yet (None)."""

    def __init__(self, label: str = "", **options: Any) -> None:
        super().__init__(label, choices=[("yes", _l("Yes")), ("no", _l("No"))], **options)

    def process_data(self, value: Any) -> None:
        """Show True as yes and False as no."""
        self.data = {True: "yes", False: "no"}.get(value, value)

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the answer, or none."""
        self.data = str(valuelist[0]) if valuelist else None

    def pre_validate(self, form: Any) -> None:
        """Refuse anything but yes, no and nothing."""
        if self.data not in (None, "", "yes", "no"):
            raise ValidationError(_("Choose yes or no."))

    @property
    def answer(self) -> bool | None:
        """What was answered."""
        return {"yes": True, "no": False}.get(self.data or "")


def read_number(typed: str) -> float:
    """The number somebody wrote, with Khmer digits, grouping and either decimal mark; ValueError when it is none.

    Commas between threes group ("1,250" but not "0,125"), and so do points before a comma ("1.250,5"); any other comma
    is the decimal mark.
    """
    text = typed.translate(_DIGITS).replace("\u00a0", "").replace(" ", "").replace("_", "?")
    if _GROUPED_BY_COMMAS.fullmatch(text):
        text = text.replace(",", "")
    elif _GROUPED_BY_POINTS.fullmatch(text):
        text = text.replace(".", "")
    number = float(text.replace(",", "."))
    if not -1e15 < number < 1e15:
        raise ValueError("out of range")
    return number
