"""Cleaning the text of a cell: control characters, wrong decoding, spreadsheet left-overs."""

import re
import unicodedata

from ideas.importing.encoding import one_byte

_BYTE_OF = {one_byte(byte): byte for byte in range(0x80, 0x100)} | {chr(byte): byte for byte in range(0x80, 0xA0)}
_HIGH_RUN = re.compile("[" + "".join(re.escape(character) for character in sorted(_BYTE_OF)) + "]{2,}")
_CONTINUATION = "[" + "".join(re.escape(one_byte(byte)) for byte in range(0x80, 0xC0)) + "\x80-\x9f]"
# UTF-8 read as Windows-1252: typographic marks, accented Latin letters, signs, Khmer, emoji.
_MISREAD = re.compile(f"â[\x80€]{_CONTINUATION}|[ÃÂ]{_CONTINUATION}|á[žŸ\x9e\x9f]{_CONTINUATION}|ðŸ{_CONTINUATION}")
_CONTROL_AS_TEXT = {byte: one_byte(byte) for byte in range(0x80, 0xA0)}
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\xad\ue00a]")
_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029|_x000D_\n?")
_SPACES = re.compile("[ \t\xa0\u2000-\u200a\u202f\u205f\u3000]+")
MISSING = frozenset({"", "-", "--", "—", "n/a", "na", "#n/a", "none", "null", "nil", "nan", "nat", "undefined", r"\n"})
"""What exports write where there is nothing, in lower case (`\\N` is the databases' NULL)."""


def tidy(value: str) -> str:
    """The text as its writer meant it: decoded right, composed (NFC), one kind of line end, no control characters."""
    value = _unescape_formula(value)
    if value.isascii():
        if value.isprintable():
            return value
    else:
        value = mend_misread(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if re.search("[\x80-\x9f]", value):
            value = value.translate(_CONTROL_AS_TEXT)
        value = unicodedata.normalize("NFC", value)
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", value))


def single_line(value: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(_SPACES.sub(" ", value).split())


def paragraphs(value: str) -> str:
    """The text with tidy lines: no space at their ends, at most one empty line between two."""
    lines = (_SPACES.sub(" ", line).strip() for line in value.split("\n"))
    return re.sub("\n{3,}", "\n\n", "\n".join(lines)).strip()


def is_missing(value: str) -> bool:
    """Whether the cell says that there is nothing."""
    return value.strip().casefold() in MISSING


def mend_misread(value: str) -> str:
    """Undo UTF-8 that was read as Windows-1252 (`â€™` for an apostrophe), even twice over; other text stays."""
    for _ in range(2):
        if not _MISREAD.search(value):
            break
        value = _HIGH_RUN.sub(lambda run: _as_utf8(run[0]), value)
    return value


def _as_utf8(run: str) -> str:
    try:
        return bytes(_BYTE_OF[character] for character in run).decode()
    except UnicodeDecodeError:
        return _MISREAD_SEQUENCE.sub(_sequence_as_utf8, run)


_MISREAD_SEQUENCE = re.compile(f"[ð]{_CONTINUATION}{{3}}|[à-ï]{_CONTINUATION}{{2}}|[ÂÃÄÅÐÑ]{_CONTINUATION}")


def _sequence_as_utf8(match: re.Match[str]) -> str:
    try:
        return bytes(_BYTE_OF[character] for character in match[0]).decode()
    except UnicodeDecodeError:
        return match[0]


def _unescape_formula(value: str) -> str:
    """Undo what spreadsheets and careful exporters put around a value: `="007"`, `'=1+1`."""
    if value[:1] not in ("=", "'"):
        return value
    if value.startswith('="') and value.endswith('"') and len(value) > 3:
        return value[2:-1]
    if len(value) > 1 and value[0] == "'" and value[1] in "=+-@":
        return value[1:]
    return value


def digits_as_ascii(value: str) -> str:
    """The text with the digits of every script (Khmer, full-width ...) as 0 to 9."""
    if value.isascii():
        return value
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in value)


def shorten(value: str, limit: int) -> str:
    """At most `limit` characters with an ellipsis, cut between words, or between Khmer clusters where no word ends."""
    if len(value) <= limit:
        return value
    cut = limit - 1
    space = max(value.rfind(" ", cut // 2, cut + 1), value.rfind("\u200b", cut // 2, cut + 1))
    if space > 0:
        cut = space
    while cut > 1 and _inside_cluster(value, cut):
        cut -= 1
    return value[:cut].rstrip(" \u200b,;:-–—") + "…"


def _inside_cluster(value: str, at: int) -> bool:
    # A Khmer subscript is a coeng and the letter after it; both belong to the letter before.
    follows = unicodedata.category(value[at]) in {"Mn", "Mc", "Me"} or value[at] == "\u200d"
    return follows or value[at - 1] in "\u17d2\u200d"
