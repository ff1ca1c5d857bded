"""Form fields of trials: a colleague found by name or address, a whole number."""

from typing import Any

from wtforms import Field, Form
from wtforms.validators import StopValidation, ValidationError

from accounts.models import Person
from accounts.queries import find_people, person_by_email
from core.fields import Line, OptionalNumber
from core.languages import gettext as _


class Given:
    """Something was filled in that could be read; zero is something."""

    field_flags = {"required": True}

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, _form: Form, field: Field) -> None:
        """Stop where there is no value, with the more exact word of the field if it has one."""
        if field.data is None and not field.errors:
            raise StopValidation(self.message)


class Colleague(Line):
    """One colleague by e-mail address or by name; `person` is who was meant, None when nobody was written."""

    person: Person | None = None

    def process_data(self, value: Person | None) -> None:
        """Show a colleague as the address, which names nobody else."""
        self.person = value
        self.data = (value.email or value.name) if value else ""

    def pre_validate(self, form: Any) -> None:
        """Find who was meant, or say plainly why nobody was found."""
        if not self.data:
            self.person = None
        elif self.person is None or self.data not in (self.person.email, self.person.name):
            self.person = _found(self.data)


def _found(words: str) -> Person:
    if "@" in words:
        if person := person_by_email(words):
            return person
        raise ValidationError(_("No colleague has this e-mail address."))
    people = find_people(words, limit=6)
    exact = [person for person in people if words.casefold() in (person.name_en.casefold(), person.name_km)]
    if len(exact) == 1 or len(people) == 1:
        return (exact if len(exact) == 1 else people)[0]
    if not people:
        raise ValidationError(_("No colleague has this name. Write the e-mail address."))
    shown = ", ".join(f"{person.name} ({person.email})" for person in people[:5])
    raise ValidationError(_("Several colleagues have this name: %(people)s. Write the e-mail address.", people=shown))


class OptionalWhole(OptionalNumber):
    """A whole number or nothing."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read the number and refuse a broken one."""
        super().process_formdata(valuelist)
        if self.data is not None and not float(self.data).is_integer():
            self.data = None
            raise ValueError(_("Write a whole number."))

    @property
    def whole(self) -> int | None:
        """The number as an int."""
        return None if self.data is None else int(self.data)
