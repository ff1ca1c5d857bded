"""What makes pages quick and fit for a thumb, a keyboard and a browser without scripts."""

from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest

from accounts.models import Person
from ideas.models import Idea
from tests.browser.visitor import Visitor
from trials.models import TrialState

Visit = Callable[..., Visitor]
MOST_BYTES = 150_000
"""Of a first view, compressed, without the Khmer font."""
TOUCH = 44
"""CSS pixels a thumb needs."""
LISTS = ("home.home", "ideas.listing", "ideas.board", "trials.listing", "search.search")

# Links within a sentence, and what is only there for screen readers, need no thumb.
SMALL_TARGETS = """
(touch) => [...document.querySelectorAll("button, summary, select, input, .button, nav a")]
  .filter((each) => !each.matches("[type=hidden], [type=checkbox], [type=radio]"))
  .filter((each) => each.checkVisibility({ visibilityProperty: true }) && each.getBoundingClientRect().width > 1)
  .map((each) => [each.getBoundingClientRect().height, each.outerHTML.slice(0, 120)])
  .filter(([height]) => height < touch - 0.5)
"""
SHIFTS = """
() => new Promise((tell) => {
  let sum = 0;
  new PerformanceObserver((list) => { for (const shift of list.getEntries()) sum += shift.value; })
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => tell(sum), 300);
})
"""


@pytest.fixture
def reader(make: ModuleType) -> Person:
    return make.person(language="en", name_en="Chan Dara")


@pytest.fixture
def idea(make: ModuleType) -> Idea:
    idea = make.idea(title="Numbers instead of queues", second_title="លេខរង់ចាំជំនួសការតម្រង់ជួរ", tags=("queues",))
    make.trial(idea, state=TrialState.RUNNING)
    make.comment(idea, "យើងបានសាកល្បងរួចហើយ ហើយវាដំណើរការល្អ។")
    return idea


def weigh(visitor: Visitor) -> Callable[[], float]:
    """Count what comes over the wire from now on, the font left out."""
    fonts: set[str] = set()
    sizes: dict[str, float] = {}

    def answered(event: dict[str, Any]) -> None:
        if event["type"] == "Font":
            fonts.add(event["requestId"])

    def finished(event: dict[str, Any]) -> None:
        sizes[event["requestId"]] = event["encodedDataLength"]

    wire = visitor.context.new_cdp_session(visitor.page)
    wire.on("Network.responseReceived", answered)
    wire.on("Network.loadingFinished", finished)
    wire.send("Network.enable")
    return lambda: sum(size for request, size in sizes.items() if request not in fonts)


@pytest.mark.parametrize("place", ["home.home", "ideas.new", "ideas.idea"])
def test_a_first_view_is_light(visit: Visit, reader: Person, idea: Idea, place: str) -> None:
    visitor = visit(by=reader, width=360)
    weight = weigh(visitor)

    visitor.open(place, idea if place == "ideas.idea" else None).page.wait_for_load_state("networkidle")

    assert 10_000 < weight() < MOST_BYTES


@pytest.mark.parametrize(("width", "language"), [(360, "km"), (1280, "en")], ids=["phone", "desk"])
def test_nothing_jumps_while_a_page_loads(visit: Visit, reader: Person, idea: Idea, width: int, language: str) -> None:
    visitor = visit(by=reader, width=width, language=language)

    shifts = {place: visitor.open(place).page.evaluate(SHIFTS) for place in ("home.home", "ideas.listing")}
    shifts["the idea"] = visitor.open("ideas.idea", idea).page.evaluate(SHIFTS)

    assert max(shifts.values()) < 0.02, shifts


def test_what_is_pressed_is_large_enough_for_a_thumb(visit: Visit, reader: Person, idea: Idea) -> None:
    visitor = visit(by=reader, width=360)

    small = [
        visitor.open(place).page.evaluate(SMALL_TARGETS, TOUCH) for place in (*LISTS, "ideas.new", "accounts.settings")
    ]
    small.append(visitor.open("ideas.idea", idea).page.evaluate(SMALL_TARGETS, TOUCH))

    assert [each for page in small for each in page] == []


def test_pages_fold_into_a_window_enlarged_four_times(visit: Visit, reader: Person, idea: Idea) -> None:
    visitor = visit(by=reader, width=320, language="km")

    widths = {place: visitor.open(place).page.evaluate("document.documentElement.scrollWidth") for place in LISTS}

    assert max(widths.values()) <= 320, widths


def test_the_skip_link_comes_first_and_leads_past_the_header(visit: Visit, reader: Person, idea: Idea) -> None:
    visitor = visit(by=reader).open("ideas.listing")

    visitor.page.keyboard.press("Tab")
    shown = visitor.find(".skip-link:focus").bounding_box()
    visitor.page.keyboard.press("Enter")
    visitor.page.keyboard.press("Tab")

    assert shown is not None
    assert shown["y"] >= 0, "the focused skip link is outside the window"
    assert visitor.find("main :focus").count() == 1


@pytest.mark.parametrize(("width", "focus"), [(1280, "site-search"), (360, "q")], ids=["desk", "phone"])
def test_a_slash_leads_to_the_search(visit: Visit, reader: Person, idea: Idea, width: int, focus: str) -> None:
    visitor = visit(by=reader, width=width).open("ideas.listing")

    visitor.page.keyboard.press("/")

    if width == 360:
        visitor.page.wait_for_url("**/search")
    else:
        assert visitor.page.evaluate("document.activeElement.id") == focus
    assert visitor.find(f"#{focus}").input_value() == ""


@pytest.mark.parametrize(("where", "button"), [("list", ".heart"), ("idea", "button[name=support]")])
def test_a_heart_answers_in_its_place(visit: Visit, reader: Person, idea: Idea, where: str, button: str) -> None:
    visitor = visit(by=reader)
    visitor.open("ideas.listing") if where == "list" else visitor.open("ideas.idea", idea)
    visitor.page.evaluate("window.stayed = true")

    visitor.find(button).first.click()
    visitor.page.wait_for_selector(f"{button}[aria-pressed=true]:focus")

    assert visitor.page.evaluate("window.stayed")
    assert visitor.find("#announcer").inner_text() == "1 colleague supports it"
    assert "1" in visitor.find(".heart-face, .support-count b").first.inner_text()
    visitor.check()


def test_a_heart_pressed_twice_is_taken_back(visit: Visit, reader: Person, idea: Idea) -> None:
    visitor = visit(by=reader).open("ideas.listing")

    for pressed in ("true", "false"):
        visitor.find(".heart").first.click()
        visitor.page.wait_for_selector(f".heart[aria-pressed={pressed}]")

    assert visitor.find(".heart-face").first.inner_text().strip() == "0"


@pytest.mark.parametrize(("where", "button"), [("list", ".heart"), ("idea", "button[name=support]")])
def test_a_heart_needs_no_script(visit: Visit, reader: Person, idea: Idea, where: str, button: str) -> None:
    visitor = visit(by=reader, javascript=False)
    visitor.open("ideas.listing") if where == "list" else visitor.open("ideas.idea", idea)
    before = visitor.page.url

    visitor.find(button).first.click()

    assert visitor.page.url.rstrip("?") == before
    assert visitor.find(f"{button}[aria-pressed=true]").count() == 1
    assert visitor.find("main [role=status] .notice").count() == 1


def test_ones_own_idea_shows_its_number_and_no_button(visit: Visit, make: ModuleType) -> None:
    author = make.person()
    make.idea(by=author)

    visitor = visit(by=author).open("ideas.listing")

    assert visitor.find(".idea-card .count-support").count() == 1
    assert visitor.find(".heart").count() == 0


def test_support_stays_within_reach_on_a_phone_and_hides_nothing(visit: Visit, reader: Person, idea: Idea) -> None:
    visitor = visit(by=reader, width=360, language="km").open("ideas.idea", idea)

    bar = visitor.find(".support-bar").bounding_box()
    visitor.page.evaluate("scrollTo(0, document.body.scrollHeight)")
    last = visitor.find(".site-footer p").bounding_box()

    assert bar is not None
    assert last is not None
    assert bar["y"] + bar["height"] == pytest.approx(740, abs=1)
    assert last["y"] + last["height"] <= bar["y"]
