"""In which encoding a text file was saved, decided by its bytes alone."""

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from core.errors import Invalid
from core.languages import lazy_gettext as _l

_CHUNK = 1 << 20
_STRAY = "kumnit-stray-bytes"
_BYTE_ORDER_MARKS = [
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
]
# Signs that letters were decoded with the wrong table: a capital within a word, a sign between two letters.
_UNNATURAL = re.compile(
    r"[a-zà-öø-ÿ][À-ÖØ-Þ]|[A-Za-z][^\W\d_a-zA-ZÀ-ÖØ-öø-ÿ][a-z]|[A-Za-z][¡-¿×÷†‡•™‰ˆ˜√∂∑∏π∫Ω∆≈≠≤≥◊][a-z]"
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """A Python codec, what to do with bytes it cannot read, and what to call it."""

    codec: str
    errors: str
    label: str


def _read_stray_bytes(error: UnicodeError) -> tuple[str, int]:
    # Bytes that are no UTF-8 were in practice written by a program that spoke Windows-1252.
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "".join(one_byte(byte) for byte in error.object[error.start : error.end]), error.end


def one_byte(byte: int) -> str:
    """The Windows-1252 character of a byte; the five bytes it leaves undefined stay control characters."""
    try:
        return bytes([byte]).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


codecs.register_error(_STRAY, _read_stray_bytes)


def named(name: str) -> Encoding:
    """The encoding somebody asked for by name; Invalid when Python knows none of this name."""
    try:
        codec = codecs.lookup(name).name
        "".encode(codec)
    except (LookupError, ValueError):
        raise Invalid(_l("No encoding is called %(name)s.", name=name)) from None
    return Encoding("utf-8-sig" if codec == "utf-8" else codec, "replace", codec)


def detect(path: Path) -> Encoding:
    """Find the encoding: byte-order mark, UTF-16 by its zero bytes, UTF-8 if all of it is, else an 8-bit table."""
    with path.open("rb") as file:
        head = file.read(1 << 16)
    for mark, codec in _BYTE_ORDER_MARKS:
        if head.startswith(mark) and codec != "utf-8-sig":
            return Encoding(codec, "replace", codec)
    if (wide := utf16_without_mark(head)) is not None:
        return Encoding(wide, "replace", wide)
    whole, broken = _count_utf8(path)
    if broken == 0:
        return Encoding("utf-8-sig", _STRAY, "utf-8")
    if whole > broken:
        return Encoding("utf-8-sig", _STRAY, "utf-8 + cp1252")
    codec = _eight_bit(path)
    return Encoding(codec, _STRAY, codec)


def utf16_without_mark(head: bytes) -> str | None:
    """The byte order of UTF-16 without a mark, seen by the zero bytes of its ASCII; None for anything else."""
    half = max(len(head) // 2, 1)
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if max(even, odd) * 20 < half or min(even, odd) * 20 > max(even, odd):
        return None
    codec = "utf-16-le" if odd > even else "utf-16-be"
    try:
        codecs.getincrementaldecoder(codec)().decode(head)
    except UnicodeDecodeError:
        return None
    return codec


def _count_utf8(path: Path) -> tuple[int, int]:
    """How many characters beyond ASCII read as UTF-8, and how many bytes do not."""
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    whole = broken = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(_CHUNK)
            text = decoder.decode(chunk, final=not chunk)
            if not text.isascii():
                lost = len(re.findall(r"[\udc80-\udcff]", text))
                broken += lost
                whole += len(re.findall(r"[^\x00-\x7f]", text)) - lost
            if not chunk:
                return whole, broken


def _eight_bit(path: Path) -> str:
    with path.open("rb") as file:
        sample = file.read(_CHUNK)
    unnatural = {codec: len(_UNNATURAL.findall(sample.decode(codec, _STRAY))) for codec in ("cp1252", "mac_roman")}
    return "mac_roman" if unnatural["mac_roman"] * 3 < unnatural["cp1252"] else "cp1252"
