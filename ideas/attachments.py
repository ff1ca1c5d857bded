"""Files beside ideas and comments: known by their content, images drawn anew, kept under their digest."""

import hashlib
import io
import lzma
import os
import secrets
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

import filetype
from PIL import Image, ImageOps, UnidentifiedImageError
from sqlalchemy import func, select

from accounts.models import Person
from core.database import session
from core.errors import Invalid, NotAllowed, RuleBroken, TooLarge, WrongType
from core.languages import gettext as _
from core.text.clean import one_line
from ideas import events, policy
from ideas.models import Attachment, Comment, CommentKind, Idea

IMAGES = {"image/jpeg": ("JPEG", ".jpg"), "image/png": ("PNG", ".png"), "image/webp": ("WEBP", ".webp")}
OFFICE = {
    "word/": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    "xl/": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ".xlsx"),
    "ppt/": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", ".pptx"),
}
OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.presentation": ".odp",
}
PIXELS_MOST = 40_000_000
SIDE_MOST = 2400
"""Longest side of a kept image, in pixels: enough for a screen and for print, light on a slow network."""
FILES_MOST = 20
"""Files beside one idea and its comments."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file fit to keep: its real type, the ending its name should have, and its bytes."""

    media_type: str
    ending: str
    content: bytes


def examine(content: bytes) -> Kept:
    """Tell what a file is by what it holds, whatever its name says; WrongType when it is nothing we keep."""
    if not content:
        raise Invalid(_("This file is empty."), field="file")
    guessed = filetype.guess(content)
    media_type = guessed.mime if guessed else ""
    if media_type in IMAGES:
        return _redrawn(content, media_type)
    if content.startswith(b"%PDF-"):
        return Kept("application/pdf", ".pdf", content)
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    raise WrongType(
        _("Only images (JPEG, PNG, WebP), PDF and office files (docx, xlsx, pptx, odt, ods, odp) can be kept.")
    )


def _redrawn(content: bytes, media_type: str) -> Kept:
    """The same picture drawn anew: nothing hidden in the file survives, neither places and names nor scripts."""
    kind, ending = IMAGES[media_type]
    try:
        # Only the decoder of the kind the bytes announce is let near them.
        with Image.open(io.BytesIO(content), formats=[kind]) as picture:
            if picture.width * picture.height > PIXELS_MOST:
                raise TooLarge(_("This picture has more points than we can take. Make it smaller and try again."))
            drawn = ImageOps.exif_transpose(picture)
            drawn = drawn.convert("RGB" if kind == "JPEG" else "RGBA" if "A" in drawn.getbands() else "RGB")
            drawn.thumbnail((SIDE_MOST, SIDE_MOST))
            out = io.BytesIO()
            drawn.save(out, kind, **({"quality": 85, "optimize": True} if kind != "PNG" else {"optimize": True}))
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise WrongType(_("This picture is damaged or is not what it says it is.")) from None
    return Kept(media_type, ending, out.getvalue())


def _office(content: bytes) -> Kept:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parcel:
            names = parcel.namelist()
            if "[Content_Types].xml" in names and not any(name.endswith("vbaProject.bin") for name in names):
                for folder, (media_type, ending) in OFFICE.items():
                    if any(name.startswith(folder) for name in names):
                        return Kept(media_type, ending, content)
            if "mimetype" in names and parcel.getinfo("mimetype").file_size < 200:
                declared = parcel.read("mimetype").decode("ascii", "replace").strip()
                if declared in OPEN_DOCUMENTS:
                    return Kept(declared, OPEN_DOCUMENTS[declared], content)
    except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, RuntimeError, EOFError, ValueError, OSError):
        pass
    raise WrongType(_("This is not an office file we can keep. Files with macros are refused; save it without them."))


def attach(
    idea: Idea, *, by: Person, name: str, content: bytes, folder: Path, most: int, comment: Comment | None = None
) -> Attachment:
    """Keep a file beside an idea (its authors) or a comment (whoever wrote it). `most` is the limit in bytes."""
    if not (comment.author_id == by.id if comment else policy.may_edit(by, idea)):
        raise NotAllowed(_("Only its authors add files to an idea."))
    if len(content) > most:
        raise TooLarge(_("Files can have at most %(most)s MB.", most=most // 1_000_000))
    if (session.scalar(select(func.count(Attachment.id)).where(Attachment.idea_id == idea.id)) or 0) >= FILES_MOST:
        raise RuleBroken(_("An idea can have at most %(most)s files. Remove one first.", most=FILES_MOST))
    kept = examine(content)
    digest = hashlib.sha256(kept.content).hexdigest()
    _store(folder, digest, kept.content)
    attachment = Attachment(
        idea_id=idea.id,
        comment_id=comment.id if comment else None,
        name=_file_name(name, kept.ending),
        media_type=kept.media_type,
        size=len(kept.content),
        digest=digest,
        added_by_id=by.id,
    )
    session.add(attachment)
    session.flush()
    if _is_told(idea, comment):
        events.record(idea, "attached", by=by, data={"attachment": attachment.id})
    return attachment


def detach(attachment: Attachment, idea: Idea, *, by: Person) -> None:
    """Take a file away from where it is shown; its bytes stay in the folder, where another file may share them."""
    if not policy.may_remove_file(by, attachment, idea):
        raise NotAllowed(_("Only whoever added a file, the idea's authors or the lab remove it."))
    told = _is_told(idea, session.get(Comment, attachment.comment_id) if attachment.comment_id else None)
    session.delete(attachment)
    session.flush()
    if told:
        events.record(idea, "detached", by=by, data={"attachment": attachment.id})


def _is_told(idea: Idea, comment: Comment | None) -> bool:
    # The history is read by everybody, the lab's notes are not.
    return policy.is_published(idea) and not (comment and comment.kind is CommentKind.INTERNAL)


def path_of(attachment: Attachment, folder: Path) -> Path:
    """Where the file lies."""
    return folder / attachment.digest[:2] / attachment.digest


def _store(folder: Path, digest: str, content: bytes) -> None:
    place = folder / digest[:2] / digest
    if place.exists():
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    # Written beside and renamed, so that a killed worker never leaves half a file under a whole one's name.
    unfinished = place.with_suffix(f".{secrets.token_hex(4)}")
    with unfinished.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(place)


def _file_name(name: str, ending: str) -> str:
    stem = Path(one_line(name).replace("\\", "/")).name.rpartition(".")[0] or one_line(name)
    safe = "".join("_" if letter in '/\\:*?"<>|;\u202e\u200f' else letter for letter in stem).strip(". ")
    return f"{safe[:100] or 'file'}{ending}"
