"""The ways in which the domain says no: each carries a sentence fit to show and the status it is shown with."""


class DomainError(Exception):
    """A refusal with a sentence in the reader's language."""

    status = 400

    def __init__(self, message: object) -> None:
        super().__init__(message)
        # A lazy translation: it is spoken in the language of whoever reads it.
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(DomainError):
    """The wrong person asks."""

    status = 403


class NotFound(DomainError):
    """There is no such thing, or none this person may know of."""

    status = 404


class RuleBroken(DomainError):
    """The right person asks at the wrong moment, or something is missing."""

    status = 409


class TooLarge(DomainError):
    """More than we take at once."""

    status = 413


class WrongType(DomainError):
    """A file whose content is not of a kind we keep."""

    status = 415


class Invalid(DomainError):
    """A value that no form would have let through."""

    status = 422

    def __init__(self, message: object, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class TooMany(DomainError):
    """Too many tries in too short a time; `wait` is how many seconds to wait."""

    status = 429

    def __init__(self, message: object, *, wait: int) -> None:
        super().__init__(message)
        self.wait = wait
