"""Telling by its first bytes that a file is no export we can read, and saying what it is instead."""

from pathlib import Path

from core.errors import WrongType
from core.languages import lazy_gettext as _l
from ideas.importing.encoding import utf16_without_mark

_SAVE_AS = _l("Open it in the program it belongs to and save it as CSV (UTF-8).")
_SIGNATURES: list[tuple[bytes, str]] = [
    (b"PK\x03\x04", _l("This is a spreadsheet (xlsx, ods) or a zip archive.")),
    (b"PK\x05\x06", _l("This is an empty zip archive.")),
    (b"\xd0\xcf\x11\xe0", _l("This is an old Office file (xls, doc).")),
    (b"%PDF", _l("This is a PDF file.")),
    (b"{\\rtf", _l("This is a word processor's file (RTF).")),
    (b"\x1f\x8b", _l("This is a compressed file (gzip).")),
    (b"BZh", _l("This is a compressed file (bzip2).")),
    (b"\xfd7zXZ", _l("This is a compressed file (xz).")),
    (b"7z\xbc\xaf", _l("This is a compressed file (7z).")),
    (b"Rar!", _l("This is a compressed file (rar).")),
    (b"SQLite format 3", _l("This is a database (SQLite).")),
    (b"PAR1", _l("This is a Parquet file.")),
    (b"\x89PNG", _l("This is a picture (PNG).")),
    (b"\xff\xd8\xff", _l("This is a picture (JPEG).")),
    (b"GIF8", _l("This is a picture (GIF).")),
]
_MARKUP: list[tuple[bytes, str]] = [
    (b"<!doctype html", _l("This is a web page, perhaps a sign-in page saved instead of the export.")),
    (b"<html", _l("This is a web page, perhaps a sign-in page saved instead of the export.")),
    (b"<table", _l("This is a web page with a table.")),
    (b"<?xml", _l("This is an XML file.")),
]
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")


def refuse_other_kinds(path: Path) -> None:
    """Raise WrongType, with a sentence that says what the file is, unless it may hold JSON or delimited text."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip(b"\x00\t\n\r \xef\xbb\xbf\xff\xfe"):
        raise WrongType(_l("The file is empty."))
    if (sentence := _kind(head)) is not None:
        raise WrongType(f"{sentence} {_SAVE_AS}")


def _kind(head: bytes) -> str | None:
    for signature, sentence in _SIGNATURES:
        if head.startswith(signature):
            return sentence
    wide = head.startswith(_WIDE_MARKS) or utf16_without_mark(head) is not None
    opening = head.removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    opening = opening.replace(b"\x00", b"").lstrip().lower()
    for signature, sentence in _MARKUP:
        if opening.startswith(signature):
            return sentence
    # With two bytes a letter any byte may stand anywhere; with one, control characters are no text.
    controls = sum(byte < 32 and byte not in b"\t\n\v\f\r\x1a\x1b\x1c\x1d\x1e\x1f" for byte in opening)
    return _l("This is not a text file.") if controls * 20 > len(opening) and not wide else None
