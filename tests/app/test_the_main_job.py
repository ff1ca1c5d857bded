"""The main job from end to end, through nothing but pages: posted, carried, answered, tried, evaluated, found again."""

from datetime import timedelta

import pytest

from core import clock
from core.database import session
from ideas.models import Idea, Stage
from search_index import indexer


def _press(page, person, start, label, **fields):
    """Open a page, follow the step with this label, fill its form and press its button."""
    links = page.get(start, by=person).links()
    form = page.get(links[label], by=person)
    return form.submit(label, status=302, **fields).follow()


@pytest.mark.slow
def test_an_idea_goes_from_its_first_words_to_its_verdict(page, make):
    ministry = make.organisation()
    author, owner, sponsor = (make.person(organisation=ministry) for _ in range(3))
    lab, reader = make.lab_officer(ministry), make.person()
    session.commit()
    today = clock.today()

    posted = page.get("ideas.new", by=author).submit(
        "Post the idea",
        status=302,
        title="Queue tickets by phone for identity cards",
        problem="People come before dawn to stand in line for an identity card.",
        proposal="A call the evening before gives a ticket with a time.",
        gain="Nobody loses a day for a card.",
        language="en",
        organisation_id=ministry.id,
        tags="queues, identity cards",
    )
    idea = posted.location
    number = idea.rpartition("/")[2]
    assert "Thank you" in posted.follow().message

    page.post(f"{idea}/support", by=reader, status=302, data={"wish": "support"})
    page.post(f"{idea}/would-try", by=owner, status=302, data={"wish": "would-try"})
    page.get(idea, by=reader).submit("Post the comment", status=302, body="We have the same queue.", kind="offer")
    _press(
        page, lab, idea, "Reply for the lab", text="No rule changes and no money is needed: your chief can start this."
    )
    answered = page.get(idea, by=author)
    assert "your chief can start this" in answered.text
    assert "2" in answered.all(".support-count")[0]

    plan = page.get(f"{idea}/trials/new", by=owner).submit("Save the plan", **_plan(ministry, sponsor, today))
    assert plan.status == 302, plan.message
    trial = plan.location
    page.get(trial, by=sponsor).submit("Yes, I sponsor it", status=302)
    _press(page, owner, trial, "Start the trial")
    _press(page, owner, trial, "Run: lock the plan and begin")
    reported = page.get(f"{trial}/check-ins/new", by=owner).submit(
        "Save the check-in",
        mood="on_track",
        learned="Old people come with their neighbours' phones.",
        **_reading(page, trial, owner),
    )
    assert reported.status == 302, reported.message
    _press(page, owner, trial, "Finish the trial", reason="Six weeks told us enough.")
    _press(
        page,
        lab,
        trial,
        "Evaluate the trial",
        verdict="worked",
        what_happened="The wait fell from 128 minutes to 54.",
        advice="repeat",
    )

    session.expire_all()
    done = session.query(Idea).filter_by(number=number).one()
    assert (done.stage, done.verdict.value, done.support_count, done.would_try_count) == (
        Stage.EVALUATED,
        "worked",
        2,
        1,
    )
    session.rollback()
    indexer.drain()
    for words in ("neighbours phones", "fell from 128 minutes", "identity cards"):
        found = page.get("search.search", by=reader, query={"q": words})
        assert idea in [str(link["href"]) for link in found.soup.select("main h2 a, main h3 a")]
    assert "evaluated" in page.get("notifications.inbox", by=owner).text


def _plan(ministry, sponsor, today):
    risks = dict.fromkeys(("costs_money", "personal_data", "changes_rule", "hard_to_undo"), "no")
    words = {
        "hypothesis_if": "give a ticket with a time by phone",
        "hypothesis_then": "people wait less than an hour",
        "hypothesis_because": "they come when it is their turn",
        "steps": "Print tickets. Answer the phone from five to eight.",
        "participants": "Everybody who comes for a card",
        "stop_rule": "Anybody loses a place because of the phone",
    }
    metric = {
        "metric-0-name_en": "Minutes waited",
        "metric-0-unit": "minutes",
        "metric-0-baseline": "128",
        "metric-0-baseline_on": today.isoformat(),
        "metric-0-baseline_how": "Median of one market day",
        "metric-0-target": "60",
    }
    dates = {"starts_on": today.isoformat(), "ends_on": (today + timedelta(days=42)).isoformat()}
    return {"organisation_id": ministry.id, "sponsor": sponsor.email, **risks, **words, **metric, **dates}


def _reading(page, trial, owner):
    form = page.get(f"{trial}/check-ins/new", by=owner).soup
    value = next(str(field["name"]) for field in form.find_all("input") if str(field.get("name", "")).endswith("value"))
    return {value: "54"}
