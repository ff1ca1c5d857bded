"""What colleagues see of a colleague."""

from accounts.models import PersonStatus
from accounts.service import imported_person
from ideas.models import Stage


def test_a_profile_shows_what_somebody_posted_and_tried_but_not_their_drafts(page, make):
    colleague = make.person(job_title="Clerk of the civil registry", province="02")
    posted, draft = make.idea(by=colleague), make.idea(by=colleague, stage=Stage.DRAFT)
    make.trial(owner=colleague)

    profile = page.get("accounts.person", by=make.person(), values={"person_id": colleague.id})

    assert profile.title == colleague.name_en
    assert posted.title in profile.links()
    assert "District office" in profile.text
    assert "Battambang" in profile.text
    assert draft.title not in profile.text
    assert colleague.email not in profile.html


def test_whoever_left_has_no_name_any_more(page, make):
    colleague = make.person(job_title="Clerk")
    colleague.status = PersonStatus.FORMER

    profile = page.get("accounts.person", by=make.person(), values={"person_id": colleague.id})

    assert profile.title == "Former colleague"
    assert "Clerk" not in profile.text


def test_people_of_imported_files_name_their_source(page, make):
    person = imported_person(source="Open Government Dialogue", name="participant-1")

    profile = page.get("accounts.person", by=make.person(), values={"person_id": person.id})

    assert "Open Government Dialogue" in profile.text


def test_a_person_who_is_not_there_is_not_found(page, make):
    page.get("accounts.person", by=make.person(), values={"person_id": 999_999}, status=404)
