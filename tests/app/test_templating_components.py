"""The components say in words what they draw, and forms explain what is wrong with them."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
import wtforms
from bs4 import BeautifulSoup
from flask import render_template_string
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from tests.app.templating_samples import Stage, Verdict, idea, small_app

Draw = Callable[..., BeautifulSoup]
MARCH, APRIL, JUNE = date(2026, 3, 3), date(2026, 4, 6), date(2026, 6, 30)


@pytest.fixture
def draw() -> Iterator[Draw]:
    def drawn(source: str, **values: object) -> BeautifulSoup:
        return BeautifulSoup(render_template_string(source, **values), "html.parser")

    with small_app().test_request_context("/"):
        yield drawn


CHOICES = [SelectChoice(value="named", label="By name"), SelectChoice(value="anon", label="Not")]


class Post(wtforms.Form):
    title = wtforms.StringField("Title", [InputRequired("Give it a title."), Length(max=20)], description="One line.")
    gain = wtforms.TextAreaField("Gain", [Optional()])
    shown = wtforms.RadioField("Shown", [InputRequired("Choose one.")], choices=CHOICES)
    agree = wtforms.BooleanField("I agree", [InputRequired("Tick this.")])


def field(draw: Draw, form: wtforms.Form, name: str) -> BeautifulSoup:
    return draw("{% from 'components/forms.html' import field %}{{ field(it) }}", it=form[name])


def wrong_form() -> Post:
    form = Post()
    form.validate()
    return form


RAIL = "{% from 'components/rail.html' import rail_of %}{{ rail_of(idea, size) }}"


@pytest.mark.parametrize("size", ["large", "small"])
@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (idea(Stage.DRAFT), "A draft that only its authors see."),
        (idea(Stage.PROPOSAL, submitted_at=MARCH), "This idea is a proposal. Proposed on 3 March 2026."),
        (
            idea(Stage.TRIAL, submitted_at=MARCH, trial_since=APRIL),
            "This idea is being tried. Proposed on 3 March 2026. Tried since 6 April 2026.",
        ),
        (
            idea(Stage.EVALUATED, evaluated_at=JUNE, verdict=Verdict.DID_NOT),
            "This idea was tried and evaluated. Verdict: Did not. Evaluated on 30 June 2026.",
        ),
        (idea(Stage.CLOSED, closed_at=JUNE), "This idea is closed. Closed on 30 June 2026."),
    ],
)
def test_the_rail_is_one_sentence_to_those_who_do_not_see_it(draw: Draw, one: object, sentence: str, size: str) -> None:
    rail = draw(RAIL, idea=one, size=size)

    assert " ".join(rail.select_one("[aria-label]")["aria-label"].split()) == sentence


@pytest.mark.parametrize(
    ("stage", "states"),
    [
        (Stage.DRAFT, ["ahead", "ahead", "ahead"]),
        (Stage.PROPOSAL, ["now", "ahead", "ahead"]),
        (Stage.TRIAL, ["past", "now", "ahead"]),
        (Stage.EVALUATED, ["past", "past", "done"]),
    ],
)
def test_the_rail_is_filled_as_far_as_the_idea_has_come(draw: Draw, stage: Stage, states: list[str]) -> None:
    stations = draw(RAIL, idea=idea(stage, verdict=None), size="large").select(".station")

    assert [station["class"][1].removeprefix("station-") for station in stations] == states


def test_the_rail_of_a_closed_idea_ends_where_the_idea_did(draw: Draw) -> None:
    closed = idea(Stage.CLOSED, submitted_at=MARCH, closed_at=APRIL)

    names = draw(RAIL, idea=closed, size="large").select(".station-name")

    assert [name.get_text() for name in names] == ["Proposal", "Closed"]


def test_a_card_is_known_by_its_title_and_marks_its_language(draw: Draw) -> None:
    card = draw(
        "{% from 'components/ideas.html' import card %}{{ card(idea, level=2) }}", idea=idea(title="គំនិត", language="km")
    )

    assert card.h2["lang"] == "km"
    assert card.h2.a["href"] == "/ideas/42"
    assert "3 support it" in " ".join(card.select_one(".counts").get_text().split())


def test_a_field_is_labelled_and_described_by_its_hint_and_its_limit(draw: Draw) -> None:
    html = field(draw, Post(), "title")
    control = html.input

    assert html.label["for"] == control["id"]
    assert [html.find(id=each).name for each in control["aria-describedby"].split()] == ["p", "p"]
    assert "maxlength" not in control.attrs, "a browser would cut what is pasted without a word"
    assert "(optional)" in field(draw, Post(), "gain").label.get_text()


def test_a_wrong_field_says_so_to_everybody_and_keeps_what_was_typed(draw: Draw) -> None:
    form = Post(data={"title": "x" * 30})
    form.validate()

    html = field(draw, form, "title")

    assert html.input["aria-invalid"] == "true"
    assert "title-error" in html.input["aria-describedby"].split()
    assert html.input["value"] == "x" * 30


def test_choices_stand_in_a_fieldset_with_a_legend(draw: Draw) -> None:
    html = field(draw, wrong_form(), "shown")

    assert html.fieldset.legend.get_text(strip=True) == "Shown"
    assert {label["for"] for label in html.select("label")} == {choice["id"] for choice in html.select("input")}
    assert "Choose one." in html.select_one(f"#{html.fieldset['aria-describedby']}").get_text()


def test_the_error_summary_leads_to_a_control_for_each_error(draw: Draw) -> None:
    page = draw(
        "{% import 'components/forms.html' as f %}{{ f.error_summary(form) }}"
        "{% for each in form %}{{ f.field(each) }}{% endfor %}",
        form=wrong_form(),
    )

    targets = [link["href"].removeprefix("#") for link in page.select(".error-summary a")]
    assert targets == ["title", "shown-0", "agree"]
    assert [page.find(id=target).name for target in targets] == ["input"] * 3


@pytest.mark.parametrize(("supported", "pressed"), [(True, "true"), (False, "false")])
def test_the_support_button_tells_whether_it_is_pressed(draw: Draw, supported: bool, pressed: str) -> None:
    bar = draw(
        "{% from 'components/support.html' import support %}{{ support(1, 0, supported, false, '/s', '/w') }}",
        supported=supported,
    )

    assert bar.select_one("button[name=support]")["aria-pressed"] == pressed
    assert bar.select_one("#support")["data-said"] == "1 colleague supports it"


def test_one_who_cannot_support_reads_why_in_place_of_the_buttons(draw: Draw) -> None:
    bar = draw(
        "{% from 'components/support.html' import support %}"
        "{{ support(5, 2, false, false, '', '', 'It is your own.') }}"
    )

    assert "It is your own." in bar.get_text()
    assert bar.select("button") == []


def test_the_last_page_has_no_way_forward(draw: Draw) -> None:
    page = {"previous_url": "/p", "next_url": None, "page": 3, "pages": 3}

    html = draw("{% from 'components/page.html' import pagination %}{{ pagination(page) }}", page=page)

    assert [link["rel"] for link in html.select("a")] == [["prev"]]
    assert "Page 3 of 3" in html.get_text()


def test_a_colleague_without_a_name_is_called_one(draw: Draw) -> None:
    html = draw("{% from 'components/people.html' import name %}{{ name(none) }}")

    assert html.get_text(strip=True) == "a colleague, name withheld"
