"""The talk: comments of each kind, answers, changes, and what is left of what was removed."""

from typing import Any

import pytest

from core.database import session
from core.errors import RuleBroken
from ideas import conversation
from ideas.models import Comment, CommentKind
from notifications import service as notifications
from notifications.models import Notice

SAID = {"mark": "a-mark-of-this-form", "kind": "comment", "body": "We have the same queue."}


def comments() -> list[Comment]:
    return session.query(Comment).order_by(Comment.id).all()


def notices_of(person: Any) -> list[Notice]:
    return session.query(Notice).filter_by(person_id=person.id).all()


@pytest.mark.parametrize("kind", ["comment", "question", "offer"])
def test_colleagues_comment_ask_and_offer_help(page: Any, make: Any, kind: str) -> None:
    idea = make.idea()

    answer = page.get("ideas.idea", idea, by=make.person()).submit(
        "Post the comment", kind=kind, body="Yes.", status=302
    )
    [said] = comments()

    assert (said.kind, said.body) == (CommentKind(kind), "Yes.")
    assert answer.headers["Location"].endswith(f"#comment-{said.id}")
    assert idea.comment_count == 1


def test_a_double_press_leaves_one_comment(page: Any, make: Any) -> None:
    idea, colleague = make.idea(), make.person()

    for _ in range(2):
        page.post("ideas.comment", idea, by=colleague, data=SAID, status=302)

    assert len(comments()) == 1
    assert idea.comment_count == 1


def test_answers_stand_under_what_they_answer(page: Any, make: Any) -> None:
    idea = make.idea()
    said = make.comment(idea, "Who pays?", kind=CommentKind.QUESTION)

    form = page.get("ideas.comment", idea, by=make.person(), query={"parent": said.id})
    form.submit("Post the comment", body="Nobody.", status=302)
    shown = page.get("ideas.idea", idea, by=make.person())

    assert "Who pays?" in form.text
    assert shown.all(".replies .prose p")[0] == "Nobody."


def test_answers_go_one_level_deep(page: Any, make: Any) -> None:
    idea = make.idea()
    said = make.comment(idea)
    reply = conversation.say(idea, "Yes.", by=make.person(), parent=said)

    answer = page.post("ideas.comment", idea, by=make.person(), data={**SAID, "parent": reply.id}, status=409)

    assert "one level deep" in answer.message


def test_answering_a_removed_comment_keeps_the_text_and_offers_another_place(page: Any, make: Any) -> None:
    idea, colleague = make.idea(), make.person()
    said = make.comment(idea)
    form = page.get("ideas.comment", idea, by=colleague, query={"parent": said.id})
    conversation.remove(said, by=said.author, reason="I was wrong.")

    answer = form.submit("Post the comment", body="I do not think so.", status=409)
    answer.submit("Post the comment", status=302)

    assert "was removed meanwhile" in answer.message
    assert [(each.body, each.parent) for each in comments()[1:]] == [("I do not think so.", None)]


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"body": ""}, "body"),
        ({"body": " \x00 "}, "body"),
        ({"body": "x" * 20_001}, "body"),
        ({"kind": "shout"}, "kind"),
        ({"kind": "internal"}, "kind"),
        ({"kind": "official"}, "kind"),
    ],
)
def test_a_wrong_comment_comes_back_with_its_text(page: Any, make: Any, sent: dict[str, str], field: str) -> None:
    idea = make.idea()

    answer = page.post("ideas.comment", idea, by=make.person(), data={**SAID, **sent}, status=422)

    assert answer.soup.find(id=f"{field}-error")
    assert comments() == []
    if field == "kind":
        assert answer.soup.find("textarea").get_text().strip() == SAID["body"]


def test_a_comment_of_three_megabytes_is_refused_in_words(page: Any, make: Any) -> None:
    boundary = "multipart/form-data; boundary=x"
    part = b"--x\r\nContent-Disposition: form-data; name=body\r\n\r\n" + b"y" * 3_000_000 + b"\r\n--x--\r\n"

    answer = page.post("ideas.comment", make.idea(), by=make.person(), body=part, content_type=boundary, status=413)

    assert "more than can be sent at once" in answer.text


@pytest.mark.parametrize("parent", ["x", "-1", "999999", "99999999999999999999"])
def test_an_answer_to_nothing_is_refused(page: Any, make: Any, parent: str) -> None:
    page.post("ideas.comment", make.idea(), by=make.person(), data={**SAID, "parent": parent}, status=404)


def test_a_comment_of_another_idea_cannot_be_answered_here(page: Any, make: Any) -> None:
    elsewhere = make.comment()

    answer = page.post(
        "ideas.comment", make.idea(), by=make.person(), data={**SAID, "parent": elsewhere.id}, status=422
    )

    assert "belongs to another idea" in answer.message


def test_the_lab_leaves_notes_for_itself(page: Any, make: Any) -> None:
    idea, lab = make.idea(), make.lab_officer()

    page.get("ideas.idea", idea, by=lab).submit("Post the comment", kind="internal", body="Ask first.", status=302)

    assert comments()[0].kind is CommentKind.INTERNAL
    assert idea.comment_count == 0


def test_a_question_reaches_the_author_at_once_and_followers_in_their_inbox(make: Any) -> None:
    idea, follower, asker = make.idea(), make.person(), make.person()
    notifications.follow(idea.id, by=follower)

    said = conversation.say(idea, "Since when?", by=asker, kind=CommentKind.QUESTION)
    conversation.say(idea, "Since May.", by=idea.authors[0], parent=said)

    assert [notice.urgent for notice in notices_of(idea.authors[0])] == [True]
    assert [notice.urgent for notice in notices_of(follower)] == [False, False]
    assert len(notices_of(asker)) == 1


def test_a_note_within_the_lab_is_told_to_nobody(make: Any) -> None:
    idea = make.idea()

    conversation.say(idea, "Careful.", by=make.lab_officer(), kind=CommentKind.INTERNAL)

    assert notices_of(idea.authors[0]) == []


def test_whoever_wrote_a_comment_changes_it(page: Any, make: Any) -> None:
    said = make.comment(body="Thre days.")

    form = page.get("ideas.edit_comment", by=said.author, values={"comment_id": said.id})
    form.submit("Save", body="Three days.", status=302)
    late = form.submit("Save", body="Four days.", status=409)

    assert said.body == "Three days."
    assert said.edited_at is not None
    assert late.soup.find("textarea").get_text().strip() == "Four days."


def test_nobody_changes_the_words_of_another(page: Any, make: Any) -> None:
    said = make.comment()

    page.get("ideas.edit_comment", by=make.lab_officer(), values={"comment_id": said.id}, status=403)
    page.get("ideas.remove_comment", by=make.person(), values={"comment_id": said.id}, status=403)


def test_a_removed_comment_leaves_a_tombstone_with_the_reason(page: Any, make: Any) -> None:
    said, lab = make.comment(body="Rude words"), make.lab_officer()
    conversation.say(said.idea, "Please!", by=make.person(), parent=said)
    where = {"comment_id": said.id}

    page.get("ideas.remove_comment", by=lab, values=where).submit("Remove the comment", reason="Rude.", status=302)
    again = page.get("ideas.remove_comment", by=lab, values=where, status=302)
    shown = page.get("ideas.idea", said.idea, by=make.person())

    assert "A comment was removed: Rude." in shown.text
    assert "Rude words" not in shown.text
    assert "Please!" in shown.text
    assert said.idea.comment_count == 1
    assert again.location.startswith(said.idea.url)


def test_a_removal_needs_a_reason(page: Any, make: Any) -> None:
    said = make.comment()

    answer = page.post("ideas.remove_comment", by=said.author, values={"comment_id": said.id}, status=422)

    assert "Say why" in answer.message
    assert said.removed_at is None


def test_two_changes_at_once_are_told_apart(make: Any) -> None:
    said = make.comment()
    read = said.version
    conversation.change(said, "One.", by=said.author, version=read)

    with pytest.raises(RuleBroken):
        conversation.change(said, "Two.", by=said.author, version=read)
