"""Files: known by what they hold, drawn anew where they are pictures, harmless when they are sent."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from core.database import session
from core.errors import NotAllowed, TooLarge
from ideas import attachments, conversation, events
from ideas.models import Attachment, Comment, CommentKind

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "#a31d57").save(out, kind, **more)
    return out.getvalue()


def parcel(*names: str, **contents: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, b"<x/>")
        for name, content in contents.items():
            made.writestr(name, content)
    return out.getvalue()


def document(*more: str) -> bytes:
    return parcel("[Content_Types].xml", "word/document.xml", *more)


def spoilt() -> bytes:
    """An office file whose first compressed byte came out wrong."""
    out, name, kind = io.BytesIO(), b"mimetype", b"application/vnd.oasis.opendocument.text"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(name.decode(), kind)
    content = bytearray(out.getvalue())
    content[30 + len(name)] = 0xFF
    return bytes(content)


def files() -> list[Attachment]:
    return session.query(Attachment).order_by(Attachment.id).all()


def attach(page: Any, idea: Any, content: bytes, name: str, **options: Any) -> Any:
    sent = {"file": (io.BytesIO(content), name)}
    return page.post("ideas.attach", idea, by=idea.authors[0], data=sent, **options)


def send(page: Any, file: Attachment, by: Any, status: int = 200) -> Any:
    return page.get("ideas.attachment", by=by, values={"attachment_id": file.id, "name": file.name}, status=status)


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (picture(), "chart.PNG", ("chart.png", "image/png")),
        (picture("JPEG"), "photo", ("photo.jpg", "image/jpeg")),
        (picture("WEBP"), "រូបភាព.webp", ("រូបភាព.webp", "image/webp")),
        (b"%PDF-1.7 plan", "../../etc/plan.pdf", ("plan.pdf", "application/pdf")),
        (document(), "plan.doc", ("plan.docx", attachments.OFFICE["word/"][0])),
        (
            parcel(mimetype=b"application/vnd.oasis.opendocument.text"),
            "x.odt",
            ("x.odt", next(iter(attachments.OPEN_DOCUMENTS))),
        ),
    ],
)
def test_a_file_is_named_after_what_it_holds(page: Any, make: Any, content: bytes, name: str, kept: Any) -> None:
    attach(page, make.idea(), content, name, status=302)

    assert [(file.name, file.media_type) for file in files()] == [kept]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "drawing.png"),
        (SVG, "drawing.svg"),
        (b"<html><script>alert(1)</script></html>", "page.png"),
        (b"GIF89a/*" + SVG, "both.gif"),
        (b"\x89PNG\r\n\x1a\n" + SVG, "polyglot.png"),
        (b"MZ" + bytes(200), "tool.pdf"),
        (parcel("anything.txt"), "plan.docx"),
        (document("word/vbaProject.bin"), "macros.docx"),
        (b"PK\x03\x04 broken", "broken.docx"),
        (spoilt(), "spoilt.odt"),
        (picture()[:60], "half.png"),
    ],
)
def test_what_only_poses_as_a_file_we_keep_is_refused_in_words(page: Any, make: Any, content: bytes, name: str) -> None:
    answer = attach(page, make.idea(), content, name, status=415)

    assert answer.soup.find(id="file-error")
    assert files() == []


def test_a_picture_is_drawn_anew_so_that_nothing_hides_in_it(page: Any, make: Any, app: Any) -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at home"
    secret = picture("JPEG", exif=exif) + b"<script>alert(1)</script>"

    attach(page, make.idea(), secret, "photo.jpg", status=302)
    kept = attachments.path_of(files()[0], app.extensions["settings"].upload_folder).read_bytes()

    assert b"script" not in kept
    assert b"taken at home" not in kept


def test_a_huge_picture_becomes_a_light_one_and_a_bomb_is_refused(page: Any, make: Any) -> None:
    idea = make.idea()

    attach(page, idea, picture("JPEG", (5000, 100)), "wide.jpg", status=302)
    bomb = attach(page, idea, picture("PNG", (9000, 9000)), "bomb.png", status=413)

    assert "more points than we can take" in bomb.message
    assert len(files()) == 1


def test_a_file_over_the_limit_is_refused(make: Any, tmp_path: Path) -> None:
    idea = make.idea()

    with pytest.raises(TooLarge, match="at most 10 MB"):
        attachments.attach(
            idea, by=idea.authors[0], name="x.pdf", content=bytes(10_000_001), folder=tmp_path, most=10_000_000
        )


def test_too_many_empty_and_absent_files_are_refused_in_words(page: Any, make: Any) -> None:
    idea = make.idea()

    empty = attach(page, idea, b"", "empty.pdf", status=422)
    nothing = page.post("ideas.attach", idea, by=idea.authors[0], status=422)
    for number in range(attachments.FILES_MOST):
        attach(page, idea, b"%PDF-1.4 " + bytes([number]), "one.pdf", status=302)
    more = attach(page, idea, b"%PDF-1.4 more", "more.pdf", status=409)

    assert "This file is empty" in empty.message
    assert "Choose a file first" in nothing.message
    assert "at most 20 files" in more.message


def test_pictures_are_shown_and_everything_else_is_saved_and_neither_can_act(page: Any, make: Any) -> None:
    idea = make.idea()
    attach(page, idea, picture(), "chart.png")
    attach(page, idea, b"%PDF-1.4 plan", "plan.pdf")

    shown, saved = (send(page, file, make.person()) for file in files())

    assert shown.headers["Content-Disposition"].startswith("inline")
    assert saved.headers["Content-Disposition"].startswith("attachment")
    for answer in (shown, saved):
        assert "sandbox" in answer.headers["Content-Security-Policy"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "private" in answer.headers["Cache-Control"]
    assert page.get("ideas.idea", idea, by=make.person()).soup.select_one(".files img")["alt"] == "chart.png"


def test_only_authors_put_files_beside_an_idea(page: Any, make: Any) -> None:
    page.get("ideas.attach", make.idea(), by=make.person(), status=403)


def test_a_file_comes_with_a_comment_or_the_comment_waits(page: Any, make: Any) -> None:
    idea, colleague = make.idea(), make.person()
    said = {"mark": "a-mark-of-this-form", "kind": "offer", "body": "Take our form."}

    refused = page.post(
        "ideas.comment", idea, by=colleague, data={**said, "files": (io.BytesIO(SVG), "form.png")}, status=415
    )
    before = session.query(Comment).count()
    for _ in range(2):
        page.post("ideas.comment", idea, by=colleague, data={**said, "files": (io.BytesIO(document()), "form.docx")})

    assert refused.soup.find("textarea").get_text().strip() == "Take our form."
    assert before == 0
    assert [file.comment_id for file in files()] == [session.query(Comment).one().id]


def test_the_file_of_a_removed_comment_is_gone_with_it(page: Any, make: Any, app: Any) -> None:
    idea = make.idea()
    said = make.comment(idea)
    folder = app.extensions["settings"].upload_folder
    kept = attachments.attach(
        idea, by=said.author, name="x.pdf", content=b"%PDF-1.4", folder=folder, most=100, comment=said
    )
    conversation.remove(said, by=said.author, reason="Wrong file.")

    send(page, kept, make.person(), status=404)
    assert "x.pdf" not in page.get("ideas.idea", idea, by=make.person()).text


def test_a_file_is_taken_away_by_those_who_may(page: Any, make: Any) -> None:
    idea = make.idea()
    attach(page, idea, picture(), "chart.png")
    where = {"attachment_id": files()[0].id}

    page.post("ideas.detach", by=make.person(), values=where, status=403)
    page.get("ideas.idea", idea, by=idea.authors[0]).submit("Remove chart.png", status=302)

    assert files() == []


def test_the_authors_of_an_idea_do_not_take_away_what_colleagues_brought(make: Any, tmp_path: Path) -> None:
    idea, colleague, lab = make.idea(), make.person(), make.lab_officer()
    said = conversation.say(idea, "Take our form.", by=colleague)
    note = conversation.say(idea, "See the budget.", by=lab, kind=CommentKind.INTERNAL)
    facts = {"name": "form.pdf", "content": b"%PDF-1.4", "folder": tmp_path, "most": 100}
    form = attachments.attach(idea, by=colleague, comment=said, **facts)
    budget = attachments.attach(idea, by=lab, comment=note, **facts)

    with pytest.raises(NotAllowed):
        attachments.detach(form, idea, by=idea.authors[0])
    attachments.detach(form, idea, by=colleague)
    attachments.detach(budget, idea, by=lab)

    # What becomes of a note within the lab is no part of the history everybody reads.
    assert [event.kind for event in events.history_of(idea)][-2:] == ["attached", "detached"]


def test_a_file_that_is_missing_on_disk_says_so(page: Any, make: Any, app: Any) -> None:
    idea = make.idea()
    attach(page, idea, picture(), "chart.png")
    [file] = files()
    attachments.path_of(file, app.extensions["settings"].upload_folder).unlink()

    assert "missing on our side" in send(page, file, make.person(), status=404).text


def test_an_unknown_file_is_not_found(page: Any, make: Any) -> None:
    page.get("/attachments/999/x.png", by=make.person(), status=404)
