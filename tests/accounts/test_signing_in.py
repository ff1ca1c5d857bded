"""Signing in and out, joining, and what a stranger sees."""

import pytest

from accounts.models import PersonStatus
from accounts.queries import person_by_email
from core.database import session
from tests.page import csrf_token, outside_of_flask

PASSWORD = "correct horse battery staple"


def test_a_stranger_is_sent_to_sign_in_and_comes_back(page, make):
    person = make.person(password=PASSWORD)

    door = page.get("/ideas?stage=trial", status=302).follow()
    answer = door.submit("Sign in", email=person.email, password=PASSWORD)

    assert door.title == "Sign in"
    assert answer.status == 302
    assert answer.location == "/ideas?stage=trial"


def test_capitals_in_the_address_do_not_matter(page, make):
    person = make.person(password=PASSWORD)

    answer = page.get("security.login").submit("Sign in", email=person.email.upper(), password=PASSWORD)

    assert answer.status == 302


@pytest.mark.parametrize("address", ["nobody@example.gov.kh", None])
def test_a_refusal_does_not_tell_who_has_an_account(page, make, address):
    person = make.person(password=PASSWORD)

    answer = page.get("security.login").submit("Sign in", email=address or person.email, password="not the password")

    assert "do not go together" in answer.text
    assert PASSWORD not in answer.html


def test_suspended_people_do_not_come_in(page, make):
    person = make.person(password=PASSWORD)
    person.status = PersonStatus.SUSPENDED

    answer = page.get("security.login").submit("Sign in", email=person.email, password=PASSWORD)

    assert "do not go together" in answer.text


def test_a_session_ends_when_its_person_is_suspended(page, make):
    person = make.person()
    before = page.get("home.home", by=person)
    person.status = PersonStatus.SUSPENDED
    session.commit()

    assert before.status == 200
    assert page.get("home.home", by=person, status=302).location.startswith("/sign-in")


def test_signing_out_ends_the_session(page, make):
    person = make.person()

    page.post("security.logout", by=person, status=302)

    assert page.get("home.home", by=person, status=302).location.startswith("/sign-in")


@pytest.mark.settings(sign_in_limit="3 per hour")
def test_guessing_is_stopped_even_when_the_guess_is_right_at_last(page, make):
    person = make.person(password=PASSWORD)
    door = page.get("security.login")

    for _try in range(3):
        door.submit("Sign in", email=person.email, password="a guess at random")
    blocked = door.submit("Sign in", email=person.email, password=PASSWORD)

    assert blocked.status == 429
    assert "Too many" in blocked.text
    assert int(blocked.headers["Retry-After"]) > 0


@pytest.mark.settings(sign_in_limit="3 per hour")
def test_guessing_is_counted_for_the_account_however_it_is_sent(page, make):
    person, stranger = make.person(password=PASSWORD), page.client(None)
    guess, token = {"email": person.email, "password": "a guess at random"}, csrf_token(stranger)
    session.commit()

    def ask(number):
        # Each time from another address.
        elsewhere = {"REMOTE_ADDR": f"192.0.2.{number}"}
        return stranger.post("/sign-in", json=guess, headers={"X-CSRFToken": token}, environ_base=elsewhere).status_code

    statuses = [outside_of_flask(lambda number=number: ask(number)) for number in range(4)]

    assert statuses == [400, 400, 400, 429]


@pytest.mark.settings(sign_in_limit="3 per hour")
def test_whoever_gets_in_is_not_counted_as_a_guesser(page, make):
    people = [make.person(password=PASSWORD) for _ in range(5)]

    for person in people:
        answer = page.get("security.login").submit("Sign in", email=person.email, password=PASSWORD, status=302)
        page.clients.clear()
        assert answer.status == 302


def test_the_language_picked_before_signing_in_stays(page, make):
    person = make.person(password=PASSWORD, language="km")
    page.post("home.language", status=302, data={"language": "en"})

    page.get("security.login").submit("Sign in", email=person.email, password=PASSWORD, status=302)

    assert 'lang="en"' in page.client(None).get("/").get_data(as_text=True)[:200]


def test_a_form_from_elsewhere_is_refused(page, make):
    answer = page.post("home.language", by=make.person(), csrf=False, data={"language": "en"})

    assert answer.status == 400


def test_sign_in_does_not_lead_elsewhere(page, make):
    person = make.person(password=PASSWORD)

    door = page.get("security.login", query={"next": "https://elsewhere.example/"})
    answer = door.submit("Sign in", email=person.email, password=PASSWORD)

    assert "elsewhere" not in answer.headers.get("Location", "")


def test_whoever_has_an_allowed_address_joins(page, make):
    ministry = make.organisation()

    answer = page.get("security.register").submit(
        "Join",
        email="New.Colleague@example.gov.kh",
        name_en="New Colleague",
        organisation_id=ministry.id,
        password=PASSWORD,
        password_confirm=PASSWORD,
    )

    assert answer.status == 302
    joined = person_by_email("new.colleague@example.gov.kh")
    assert (joined.name_en, joined.organisation) == ("New Colleague", ministry)


@pytest.mark.parametrize(
    "address", ["somebody@elsewhere.example", "a@example.gov.kh.elsewhere.example", "example.gov.kh"]
)
def test_nobody_joins_with_another_address(page, make, address):
    ministry = make.organisation()

    answer = page.get("security.register").submit(
        "Join", email=address, name_en="X", organisation_id=ministry.id, password=PASSWORD, password_confirm=PASSWORD
    )

    assert answer.message
    assert person_by_email(address) is None


@pytest.mark.settings(registration_domains=[])
def test_joining_is_closed_where_no_domain_is_allowed(page, make):
    assert page.get("/register", by=make.person(), status=404).status == 404


def test_the_language_is_remembered_for_the_person(page, make):
    person = make.person(language="en")

    page.post("home.language", by=person, status=302, data={"language": "km", "next": "/mine"})

    assert 'lang="km"' in page.get("home.home", by=person).html[:200]


def test_a_language_nobody_speaks_is_refused_in_words(page, make):
    answer = page.post("home.language", by=make.person(), data={"language": "tlh"})

    assert answer.status == 422
    assert "Khmer and English" in answer.text


def test_a_profile_needs_one_name(page, make):
    person = make.person()

    answer = page.get("accounts.settings", by=person).submit("Save", name_en=" ", name_km="")

    assert answer.status == 422
    assert "your name" in answer.message


def test_a_profile_is_changed(page, make):
    person = make.person()

    answer = page.get("accounts.settings", by=person).submit("Save", name_km="សុខ ដារ៉ា", province="02", digest="none")

    assert answer.status == 302
    changed = person_by_email(person.email)
    assert (changed.name_km, changed.province, changed.digest.value) == ("សុខ ដារ៉ា", "02", "none")
