"""Being told: once, of what concerns one, and never of one's own acts."""

import pytest

from core.database import session
from notifications import queries, service
from notifications.models import Notice
from workflow.service import move


def _told(person):
    return [notice.event_id for notice in session.query(Notice).filter_by(person_id=person.id)]


def test_authors_are_told_at_once_of_a_reply_and_whoever_replied_is_not(page, make):
    author, lab = make.person(), make.lab_officer()
    idea = make.idea(by=author)
    before = len(_told(lab))

    move("reply", idea, by=lab, details={"text": "We will look."})

    assert queries.unread_count(author) == 1
    assert len(_told(lab)) == before
    assert idea.title in page.get("notifications.inbox", by=author).links()


def test_telling_twice_leaves_one_notice(make):
    author, lab = make.person(), make.lab_officer()
    idea = make.idea(by=author)
    event = move("reply", idea, by=lab, details={"text": "We will look."})

    service.tell([author.id, author.id], event_id=event.id)
    service.tell([author.id], event_id=event.id)

    assert _told(author) == [event.id]


def test_the_lab_of_the_organisation_is_told_of_a_new_idea_and_other_labs_are_not(make):
    ministry, elsewhere = make.organisation(), make.organisation()
    here, there = make.lab_officer(ministry), make.lab_officer(elsewhere)

    make.idea(by=make.person(organisation=ministry))

    assert (queries.unread_count(here), queries.unread_count(there)) == (1, 0)


def test_followers_are_told_until_they_no_longer_follow(page, make):
    idea, lab, follower = make.idea(), make.lab_officer(), make.person()

    page.post("notifications.follow", by=follower, values={"idea_id": idea.id}, status=302, data={"wish": "follow"})
    move("reply", idea, by=lab, details={"text": "First."})
    page.post("notifications.follow", by=follower, values={"idea_id": idea.id}, status=302, data={"wish": "unfollow"})
    move("reply", idea, by=lab, details={"text": "Second."})

    assert len(_told(follower)) == 1


def test_nobody_follows_a_draft_or_what_is_not_there(page, make):
    from ideas.models import Stage

    draft, person = make.idea(stage=Stage.DRAFT), make.person()

    for idea_id in (draft.id, 999_999):
        page.post("notifications.follow", by=person, values={"idea_id": idea_id}, status=404, data={"wish": "follow"})


def test_marking_as_read_leaves_what_came_later(page, make):
    author, lab = make.person(), make.lab_officer()
    idea = make.idea(by=author)
    move("reply", idea, by=lab, details={"text": "First."})
    inbox = page.get("notifications.inbox", by=author)
    move("reply", idea, by=lab, details={"text": "Second."})

    inbox.submit("Mark all as read", status=302)

    assert queries.unread_count(author) == 1


@pytest.mark.parametrize("up_to", ["", "x", "-1", "9" * 20])
def test_a_mark_that_is_no_number_marks_nothing(page, make, up_to):
    author = make.person()
    move("reply", make.idea(by=author), by=make.lab_officer(), details={"text": "First."})

    page.post("notifications.mark_read", by=author, data={"up_to": up_to})

    assert queries.unread_count(author) == (0 if up_to.startswith("9") else 1)
