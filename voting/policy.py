"""When an idea takes support, and whose."""

from accounts.models import Person
from accounts.policy import is_member
from ideas.models import Idea
from ideas.policy import is_author


def is_own(person: Person | None, idea: Idea) -> bool:
    """Whether the idea is the person's own: nobody supports their own idea."""
    return is_author(person, idea)


def takes_support(idea: Idea) -> bool:
    """Support closes when the idea closes or is evaluated."""
    return idea.is_open


def may_support(person: Person | None, idea: Idea) -> bool:
    """Every member supports every open idea but their own."""
    return is_member(person) and takes_support(idea) and not is_own(person, idea)
