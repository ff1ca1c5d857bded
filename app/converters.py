"""The parts of our addresses."""

from flask import Flask
from werkzeug.routing import BaseConverter


class IdeaNumber(BaseConverter):
    """An idea's number: the year and a counter, as in 2026-0042."""

    regex = r"\d{4}-\d{4,9}"


def init_converters(app: Flask) -> None:
    """Teach the app our converters."""
    app.url_map.converters["idea_number"] = IdeaNumber
    # Larger numbers than a database can hold are no ids: the address simply does not exist.
    app.url_map.converters["int"] = SmallInteger


class SmallInteger(BaseConverter):
    """A positive whole number that fits an id."""

    regex = r"\d{1,9}"

    def to_python(self, value: str) -> int:
        """The number of the digits."""
        return int(value)

    def to_url(self, value: object) -> str:
        """The digits of the number."""
        return str(int(str(value)))
