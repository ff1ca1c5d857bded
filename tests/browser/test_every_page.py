"""Every page as it is seen: on a phone and on a desk, in Khmer and in English, with something true to show."""

from collections.abc import Callable
from types import ModuleType

import pytest

from accounts.models import Person
from ideas.models import Idea, Stage
from tests.browser.visitor import Visitor
from trials.models import Trial, TrialState

Visit = Callable[..., Visitor]
READ = ("home.home", "home.mine", "ideas.listing", "ideas.board", "ideas.new", "trials.listing", "notifications.inbox")
OF_AN_IDEA = ("ideas.idea", "ideas.history", "ideas.versions", "ideas.edit")
OF_A_TRIAL = ("trials.trial", "trials.check_in")


@pytest.fixture
def author(make: ModuleType, language: str) -> Person:
    return make.person(language=language, name_km="សុខ ពិសី", name_en="Sok Pisey")


@pytest.fixture
def idea(make: ModuleType, author: Person) -> Idea:
    idea = make.idea(
        by=author,
        language="km",
        title="សៀវភៅគ្រួសារក្នុងពីរម៉ោង",
        second_title="The family book in two hours",
        tags=("civil registry",),
    )
    make.comment(idea, "យើងបានសាកល្បងរួចហើយ ហើយវាដំណើរការល្អ។")
    return idea


@pytest.fixture
def trial(make: ModuleType, author: Person, idea: Idea) -> Trial:
    return make.trial(idea, owner=author, state=TrialState.RUNNING)


@pytest.mark.parametrize("place", READ)
def test_pages_that_list(visit: Visit, author: Person, trial: Trial, place: str, width: int, language: str) -> None:
    _look(visit(by=author, width=width, language=language).open(place))


@pytest.mark.parametrize("place", OF_AN_IDEA)
def test_pages_of_an_idea(visit: Visit, author: Person, idea: Idea, place: str, width: int, language: str) -> None:
    _look(visit(by=author, width=width, language=language).open(place, idea))


@pytest.mark.parametrize("place", OF_A_TRIAL)
def test_pages_of_a_trial(visit: Visit, author: Person, trial: Trial, place: str, width: int, language: str) -> None:
    _look(visit(by=author, width=width, language=language).open(place, trial))


def test_an_evaluated_idea(visit: Visit, author: Person, make: ModuleType, width: int, language: str) -> None:
    evaluated = make.idea(stage=Stage.EVALUATED, title="Numbers instead of queues")

    _look(visit(by=author, width=width, language=language).open("ideas.idea", evaluated), "evaluated")


@pytest.mark.parametrize("place", ["accounts.settings", "search.search"])
def test_pages_of_ones_own(visit: Visit, author: Person, place: str, width: int, language: str) -> None:
    _look(visit(by=author, width=width, language=language).open(place))


def test_the_door(visit: Visit, width: int, language: str) -> None:
    _look(visit(width=width, language=language).open("security.login"))


def test_what_is_not_there(visit: Visit, author: Person, width: int, language: str) -> None:
    _look(visit(by=author, width=width, language=language).open("/nothing-is-here", status=404), "missing")


def _look(visitor: Visitor, name: str = "") -> None:
    visitor.picture(name or visitor.page.url.removeprefix(visitor.address).strip("/").replace("/", "-") or "home")
    visitor.check()
