"""The pages of trials, as people use them."""

from datetime import timedelta
from typing import Any

import pytest

from core import clock
from core.database import session
from ideas.models import Stage
from trials import queries, service
from trials.models import Arm, CheckIn, Comparison, Mood, Reading, Trial, TrialState
from trials.service import NewReading


def only_trial() -> Trial:
    return session.query(Trial).one()


@pytest.fixture
def running(make: Any) -> Any:
    return make.trial(state=TrialState.RUNNING, starts_on=clock.today() - timedelta(days=20))


def read(trial: Any, *values: float) -> None:
    for place, value in enumerate(values):
        reading = NewReading(metric=trial.main_metric, value=value, sample_size=30)
        on = trial.starts_on + timedelta(days=place)
        service.check_in(trial, by=trial.owner, on=on, mood=Mood.ON_TRACK, readings=[reading])


# ---- reading -----------------------------------------------------------------------------------


def test_the_list_shows_each_trial_with_its_numbers(page: Any, make: Any, running: Any) -> None:
    read(running, 54.0)

    answer = page.get("trials.listing", by=make.person())

    assert "District office" in answer.text
    assert "60 54 5" in " ".join(answer.all("td.num"))


def test_the_list_is_narrowed_to_one_state(page: Any, make: Any, running: Any) -> None:
    make.trial(site="Only planned")

    answer = page.get("trials.listing", by=make.person(), query={"state": "running"})

    assert "Only planned" not in answer.text
    assert answer.title == "Running · Trials"


def test_a_state_that_does_not_exist_has_no_list(page: Any, make: Any) -> None:
    page.get("trials.listing", by=make.person(), query={"state": "sleeping"}, status=404)


def test_twenty_one_trials_take_two_pages(page: Any, make: Any) -> None:
    idea, owner, sponsor = make.idea(), make.person(), make.person()
    for number in range(21):
        make.trial(idea, owner=owner, sponsor=sponsor, site=f"Site {number:02}")

    first = page.get("trials.listing", by=owner)
    second = page.get(first.links()["Next"], by=owner)

    assert "Site 20" in first.text
    assert "Site 00" not in first.text
    assert "Site 00" in second.text
    assert "Site 20" in page.get(second.links()["Previous"], by=owner).text


def test_a_trial_shows_its_plan_and_its_readings_as_picture_and_table(page: Any, make: Any, running: Any) -> None:
    read(running, 54.0, 40.0)

    answer = page.get("trials.trial", running, by=make.person())

    pictures = answer.soup.select("svg[role=img]")
    assert "to 40" in str(pictures[0]["aria-label"])
    assert "Target: 5" in str(pictures[0]["aria-label"])
    assert "Ask. Write it down." in answer.text
    assert len(answer.soup.select("details table tbody tr")) == 2


@pytest.mark.parametrize("state", list(TrialState)[:3])
def test_a_trial_can_be_read_in_every_state(page: Any, make: Any, state: TrialState) -> None:
    answer = page.get("trials.trial", make.trial(state=state), by=make.person())

    assert str(state.label) in answer.text


def test_an_evaluated_trial_shows_its_verdict(page: Any, make: Any) -> None:
    answer = page.get("trials.trial", make.evaluated_trial(), by=make.person())

    assert "Worked" in answer.text
    assert "People waited five days" in answer.text


def test_both_sides_of_a_comparison_are_drawn(page: Any, make: Any) -> None:
    trial = make.trial(state=TrialState.RUNNING, comparison=Comparison.ANOTHER_UNIT)
    for arm in Arm:
        readings = [NewReading(metric=trial.main_metric, value=9.0, arm=arm)]
        service.check_in(trial, by=trial.owner, on=clock.today(), mood=Mood.ON_TRACK, readings=readings)

    answer = page.get("trials.trial", trial, by=make.person())

    assert answer.soup.select("svg .chart-other-dot")
    assert "comparison" in answer.text


def test_text_from_people_is_never_markup(page: Any, make: Any) -> None:
    trial = make.trial(site="<script>alert(1)</script>", steps="<img src=x onerror=alert(1)>")

    answer = page.get("trials.trial", trial, by=make.person())

    assert not answer.soup.select("main script, main img")


def test_a_trial_that_is_not_there_is_not_found(page: Any, make: Any) -> None:
    page.get("/trials/999999", by=make.person(), status=404)


def test_a_stranger_sees_no_trial(page: Any, make: Any) -> None:
    assert page.get("trials.trial", make.trial(), status=302).location


# ---- planning ----------------------------------------------------------------------------------


def test_a_plan_is_written_on_one_page(page: Any, make: Any) -> None:
    idea, planner, sponsor = make.idea(), make.person(), make.person()

    form = page.get("trials.new", by=planner, values={"number": idea.number})
    sent = form.submit(
        "Save the plan",
        site="Commune hall",
        hypothesis_if="we call people",
        costs_money="no",
        sponsor=sponsor.name_en,
        **{"metric-0-baseline": "១២៨", "metric-0-target": "45,5"},
    )

    assert "Commune hall" in sent.follow().text
    trial = only_trial()
    assert (trial.owner_id, trial.sponsor_id, trial.costs_money) == (planner.id, sponsor.id, False)
    assert trial.main_metric is not None
    assert (trial.main_metric.baseline, trial.main_metric.target) == (128.0, 45.5)


def test_a_double_click_makes_one_plan(page: Any, make: Any) -> None:
    form = page.get("trials.new", by=make.person(), values={"number": make.idea().number})

    form.submit("Save the plan", site="Here")
    form.submit("Save the plan", site="Here")

    assert only_trial().site == "Here"


def test_a_measure_is_added_and_left_out_without_a_script(page: Any, make: Any) -> None:
    planner = make.person()
    form = page.get("trials.new", by=planner, values={"number": make.idea().number})

    more = form.submit("Cost to citizens", status=200, steps="Kept while adding", **{"metric-0-baseline": "about 7"})
    less = more.submit("Leave out Time a citizen spends", status=200)

    assert more.all(".measure-row h2") == ["Time a citizen spends", "Money a citizen spends"]
    assert more.soup.find(id="metric-0-baseline")["value"] == "about 7"
    assert less.all(".measure-row h2") == ["Money a citizen spends"]
    assert "Kept while adding" in less.text
    less.submit("Save the plan").follow()
    assert [metric.unit for metric in only_trial().metrics] == ["riel"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"metric-0-target": "soon"}, "Write a number"),
        ({"metric-0-baseline": "-4"}, "from 0 upwards"),
        ({"ends_on": "31/2/2026"}, "Write the day"),
        ({"site": "x" * 201}, "200"),
        ({"sponsor": "nobody@example.gov.kh"}, "No colleague has this e-mail address"),
        ({"sponsor": "Nobody At All"}, "No colleague has this name"),
    ],
)
def test_what_was_typed_wrong_is_kept_and_explained(page: Any, make: Any, typed: dict[str, str], said: str) -> None:
    form = page.get("trials.new", by=make.person(), values={"number": make.idea().number})

    answer = form.submit("Save the plan", status=422, **typed)

    name, value = next(iter(typed.items()))
    assert said in answer.message
    assert answer.soup.find(id=name)["value"] == value


@pytest.mark.parametrize(
    "name", ["organisation_id", "province", "costs_money", "comparison", "check_in_days", "metric-0-kind"]
)
def test_a_choice_nobody_offered_is_refused_in_words(page: Any, make: Any, name: str) -> None:
    form = page.get("trials.new", by=make.person(), values={"number": make.idea().number})

    answer = form.submit("Save the plan", status=422, **{name: "none of these"})

    assert answer.soup.find(id="error-summary-title")


@pytest.mark.parametrize("name", ["metric_keys", "version", "main_metric", "mark"])
def test_hidden_fields_somebody_tampered_with_do_no_harm(page: Any, make: Any, name: str) -> None:
    trial = make.trial()

    answer = page.get("trials.edit", trial, by=trial.owner).submit(
        "Save the plan", **{name: "\u17e1 -7 99999999999999999999"}
    )

    assert answer.status in (302, 409, 422)


def test_three_megabytes_of_steps_are_refused_and_nothing_is_saved(page: Any, make: Any) -> None:
    form = page.get("trials.new", by=make.person(), values={"number": make.idea().number})

    answer = form.submit("Save the plan", steps="x" * 3_000_000)

    assert answer.status in (413, 422)
    assert session.query(Trial).count() == 0


def test_letters_no_database_can_keep_are_made_harmless(page: Any, make: Any) -> None:
    form = page.get("trials.new", by=make.person(), values={"number": make.idea().number})

    form.submit("Save the plan", site="Hall\x00 of Svay\u200b Por").follow()

    assert "\x00" not in only_trial().site


def test_a_name_several_colleagues_bear_asks_for_the_address(page: Any, make: Any) -> None:
    planner = make.person()
    one, other = make.person(name_en="Sok Dara"), make.person(name_en="Sok Dara")
    form = page.get("trials.new", by=planner, values={"number": make.idea().number})

    answer = form.submit("Save the plan", status=422, sponsor="Sok Dara")

    assert one.email in answer.message
    assert other.email in answer.message


def test_a_closed_idea_cannot_be_tried(page: Any, make: Any) -> None:
    import workflow.service

    author = make.person()
    idea = make.idea(by=author)
    workflow.service.move("withdraw", idea, by=author, details={"reason": "A better one is there."})

    page.get("trials.new", by=make.person(), values={"number": idea.number}, status=409)


def test_the_owner_changes_the_plan(page: Any, make: Any) -> None:
    trial = make.trial()

    page.get("trials.edit", trial, by=trial.owner).submit("Save the plan", steps="In another order.").follow()

    assert session.get(Trial, trial.id).steps == "In another order."


def test_of_two_windows_the_second_shows_both_texts(page: Any, make: Any) -> None:
    trial = make.trial()
    one, other = (page.get("trials.edit", trial, by=trial.owner) for _ in range(2))
    one.submit("Save the plan", steps="From one window.")

    conflict = other.submit("Save the plan", status=409, steps="From the other window.")

    assert "From one window." in conflict.text
    assert "From the other window." in conflict.text
    conflict.submit("Save the plan").follow()
    assert session.get(Trial, trial.id).steps == "From the other window."


def test_somebody_else_does_not_change_the_plan(page: Any, make: Any) -> None:
    page.get("trials.edit", make.trial(), by=make.person(), status=403)


def test_a_locked_plan_has_no_form(page: Any, running: Any) -> None:
    page.get("trials.edit", running, by=running.owner, status=409)


# ---- sponsors ----------------------------------------------------------------------------------


def test_a_sponsor_is_asked_and_says_yes(page: Any, make: Any) -> None:
    owner, sponsor = make.person(), make.person()
    trial = service.plan(make.idea(), by=owner, plan=make.trial_plan())

    page.get("trials.sponsor", trial, by=owner).submit("Ask", sponsor=sponsor.email).follow()
    page.get("trials.trial", trial, by=sponsor).submit("Yes, I sponsor it").follow()

    assert session.get(Trial, trial.id).sponsor_agreed_at is not None


def test_a_sponsor_says_no_with_a_reason(page: Any, make: Any) -> None:
    trial = make.trial()
    asked = page.get("trials.trial", trial, by=trial.sponsor)

    refused = asked.submit("Tell the owner", status=422, reason="")
    refused.submit("Tell the owner", reason="No staff in April.").follow()

    assert session.get(Trial, trial.id).sponsor_id is None


def test_nobody_else_answers_for_the_sponsor(page: Any, make: Any) -> None:
    trial = make.trial()

    assert page.post("trials.agree", trial, by=make.person()).status == 403
    assert page.post("trials.decline", trial, by=make.person(), data={"reason": "x"}).status == 403


def test_owners_do_not_sponsor_themselves(page: Any, make: Any) -> None:
    trial = make.trial()

    answer = page.get("trials.sponsor", trial, by=trial.owner).submit("Ask", status=422, sponsor=trial.owner.email)

    assert "own trial" in answer.message


# ---- measuring ---------------------------------------------------------------------------------


def test_a_check_in_from_a_phone_is_a_number_and_a_mood(page: Any, running: Any) -> None:
    field = f"reading-{running.main_metric.id}-trial-value"

    form = page.get("trials.check_in", running, by=running.owner)
    done = form.submit("Save the check-in", mood="on_track", **{field: "៥៤"}).follow()

    assert "54" in done.text
    assert "On track" in done.text


def test_a_slow_line_that_sends_twice_reports_once(page: Any, running: Any) -> None:
    form = page.get("trials.check_in", running, by=running.owner)

    form.submit("Save the check-in", mood="on_track")
    form.submit("Save the check-in", mood="on_track")

    assert session.query(CheckIn).count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"mood": "on_track", "on": "1/1/2020"}, "had not started"),
        ({"mood": "on_track", "on": " "}, "Say for which day"),
        ({"on": clock.today().isoformat()}, "Choose how it is going"),
        ({"mood": "on_track", "value": "-3"}, "from 0 upwards"),
        ({"mood": "on_track", "value": "3", "sample_size": "2.5"}, "whole number"),
        ({"mood": "on_track", "note": "no value"}, "Write the value too"),
    ],
)
def test_a_wrong_check_in_is_explained_and_kept(page: Any, running: Any, typed: dict[str, str], said: str) -> None:
    prefix = f"reading-{running.main_metric.id}-trial-"
    sent = {(prefix + name if name in ("value", "sample_size", "note") else name): text for name, text in typed.items()}

    answer = page.get("trials.check_in", running, by=running.owner).submit("Save the check-in", status=422, **sent)

    assert said in answer.message
    assert session.query(CheckIn).count() == 0


def test_a_comparison_is_read_on_both_sides(page: Any, make: Any) -> None:
    trial = make.trial(state=TrialState.RUNNING, comparison=Comparison.RANDOM)
    prefix = f"reading-{trial.main_metric.id}"

    form = page.get("trials.check_in", trial, by=trial.owner)
    form.submit(
        "Save the check-in", mood="blocked", **{f"{prefix}-trial-value": "4", f"{prefix}-comparison-value": "9"}
    )

    assert {(reading.arm, reading.value) for reading in session.query(Reading)} == {(Arm.TRIAL, 4), (Arm.COMPARISON, 9)}


def test_only_the_owner_checks_in(page: Any, running: Any) -> None:
    page.get("trials.check_in", running, by=running.sponsor, status=403)


def test_a_finished_trial_takes_no_check_in(page: Any, make: Any) -> None:
    trial = make.trial(state=TrialState.FINISHED)

    page.get("trials.check_in", trial, by=trial.owner, status=409)


def test_a_reading_is_corrected_in_sight_of_everybody(page: Any, running: Any) -> None:
    read(running, 540.0)
    reading = queries.last_readings([running])[running.main_metric.id]

    form = page.get("trials.supersede", reading, by=running.owner)
    done = form.submit("Correct the reading", value="54", note="A zero too many.").follow()

    assert [text.split()[-1] for text in done.all("del")] == ["540"]
    assert "A zero too many." in done.text


def test_a_correction_without_a_value_is_refused(page: Any, running: Any) -> None:
    read(running, 540.0)
    reading = queries.last_readings([running])[running.main_metric.id]

    answer = page.get("trials.supersede", reading, by=running.owner).submit(
        "Correct the reading", status=422, value=" ", note="why"
    )

    assert "Write the right value." in answer.message


def test_nobody_else_corrects_a_reading(page: Any, make: Any, running: Any) -> None:
    read(running, 540.0)
    reading = queries.last_readings([running])[running.main_metric.id]

    page.get("trials.supersede", reading, by=make.person(), status=403)


# ---- repeating, and other people's pages -------------------------------------------------------


def test_a_trial_is_repeated_with_one_button(page: Any, make: Any) -> None:
    original, planner = make.evaluated_trial(), make.person()

    form = page.get("trials.trial", original, by=planner).submit("Try it in my unit").follow()

    assert form.title == "Change the plan"
    again = session.query(Trial).filter(Trial.replicates_id == original.id).one()
    assert again.owner_id == planner.id


def test_the_idea_shows_where_it_was_tried(page: Any, make: Any, running: Any) -> None:
    read(running, 54.0)

    answer = page.get("ideas.idea", by=make.person(), values={"number": running.idea.number})

    assert "District office" in answer.text
    assert answer.soup.select("svg.chart-small")


def test_an_idea_nobody_tried_invites_to_plan(page: Any, make: Any) -> None:
    answer = page.get("ideas.idea", by=make.person(), values={"number": make.idea(stage=Stage.PROPOSAL).number})

    assert "Plan a trial" in answer.links()


def test_home_asks_for_check_ins_answers_and_evaluations(page: Any, make: Any, running: Any) -> None:
    trial = make.trial()
    service.name_sponsor(trial, running.owner, by=trial.owner)
    make.trial(state=TrialState.FINISHED, evaluator=running.owner, site="To be evaluated")

    answer = page.get("home.home", by=running.owner)

    assert {"Check in", "Read the plan", "Say what it showed"} <= set(answer.links())


def test_my_things_list_my_trials(page: Any, running: Any) -> None:
    assert "District office" in page.get("home.mine", by=running.owner).text
