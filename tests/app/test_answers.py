"""What every answer carries, and what every kind of refusal looks like."""

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from core import outbox
from core.database import session
from core.errors import DomainError
from tests.page import outside_of_flask
from workflow.service import move


@pytest.mark.parametrize(("address", "expected"), [("/sign-in", 302), ("/", 200), ("/nowhere", 404), ("/health", 200)])
def test_every_answer_tells_the_browser_what_not_to_do(page, make, address, expected):
    answer = page.get(address, by=make.person(), status=expected)

    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert "no-cache" in answer.headers["Cache-Control"] or "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("address", "status"), [("/nowhere", 404), ("/ideas/2026-9999", 404), ("/trials/999999999", 404), ("/ideas/x", 404)]
)
def test_what_is_not_there_is_said_in_words(page, make, address, status):
    answer = page.get(address, by=make.person(), status=status)

    assert "There is" in answer.text


def test_an_id_no_database_holds_is_simply_not_there(page, make):
    page.get("/trials/99999999999999999999", by=make.person(), status=404)


def test_the_wrong_method_is_said_in_words(page, make):
    assert "request" in page.post("/mine", by=make.person(), status=405).text


def test_a_stranger_may_not_post(page, make):
    idea = make.idea()

    answer = page.post("voting.support", idea, data={"wish": "support"})

    assert answer.status == 401
    assert idea.support_count == 0


def test_a_stranger_is_refused_in_khmer_too(page):
    answer = page.post("/ideas/new", language="km", status=401)

    assert 'lang="km"' in answer.html[:300]


def test_a_host_that_is_not_ours_is_refused(page, make):
    answer = page.client(None).get("/", headers={"Host": "elsewhere.example"})

    assert answer.status_code == 400
    assert "address" in answer.get_data(as_text=True)


def test_a_body_larger_than_any_form_is_refused_in_words(page, make):
    answer = page.post("/ideas/new", by=make.person(), status=413, data={"problem": "x" * 13_000_000})

    assert "more than can be sent" in answer.text


@pytest.mark.parametrize("kind", DomainError.__subclasses__())
def test_every_refusal_of_the_domain_has_a_status_of_its_own(kind):
    assert 400 < kind.status < 500


def test_the_health_page_tells_when_the_worker_is_late(page, make):
    from datetime import timedelta

    from core import clock

    well = page.get("home.health").json
    with clock.turned_to(clock.now() - timedelta(minutes=10)):
        outbox.put("search", [1])
    session.commit()

    assert well["status"] == "ok"
    assert page.get("home.health").json["status"] == "late"


def test_a_refused_request_changes_nothing(page, make):
    person = make.person(name_en="Before")

    page.get("accounts.settings", by=person).submit("Save", status=422, name_en="", name_km="", job_title="Chief")

    assert (person.name_en, person.job_title) == ("Before", "")


def test_the_home_page_greets_and_shows_what_is_new(page, make):
    idea, person = make.idea(), make.person()

    home = page.get("home.home", by=person)

    assert person.name_en in home.title
    assert idea.title in home.links()


def test_the_home_page_of_the_lab_shows_what_waits_for_its_reply(page, make):
    idea, lab, elsewhere = make.idea(), make.lab_officer(), make.lab_officer(make.organisation())

    assert "promised for" in page.get("home.home", by=lab).text
    assert "promised for" not in page.get("home.home", by=elsewhere).text
    assert idea.title in page.get("home.home", by=lab).links()


def test_the_home_page_of_an_author_shows_what_was_promised_to_them(page, make):
    author = make.person()
    idea = make.idea(by=author)
    before = page.get("home.home", by=author).text

    move("reply", idea, by=make.lab_officer(), details={"text": "We will look."})

    assert "when the lab replies" in before
    assert "when the lab replies" not in page.get("home.home", by=author).text


def test_an_empty_installation_offers_the_first_step(page, make):
    home = page.get("home.home", by=make.person())

    assert "No idea has been posted yet" in home.text


def test_my_things_are_mine(page, make):
    me, other = make.person(), make.person()
    mine, theirs = make.idea(by=me), make.idea(by=other)

    links = page.get("home.mine", by=me).links()

    assert mine.title in links
    assert theirs.title not in links


def test_the_page_of_a_failed_commit_tells_the_browser_the_same(page, make):
    window = page.client(make.person())

    def fail(_session):
        raise OperationalError("COMMIT", {}, Exception("disk full"))

    session.commit()
    event.listen(Session, "before_commit", fail)
    try:
        answer = outside_of_flask(lambda: window.get("/mine"))
    finally:
        event.remove(Session, "before_commit", fail)

    assert answer.status_code == 503
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
