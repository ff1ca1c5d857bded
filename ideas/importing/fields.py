"""Small values out of cells: tags, languages, authors, ids, yes and no."""

import json
import re

from ideas.importing.html_text import plain_line
from ideas.importing.text import is_missing, single_line

_TAG_LIMIT = 60
_ENOUGH_TO_TELL = 2000
_NOBODY = re.compile(
    r"anon(?:ym(?:ous)?)?(?: user)?|guest|unknown(?: user)?|\[?deleted(?: user)?\]?|nobody|not provided|អនាមិក|មិនស្គាល់",
    re.IGNORECASE,
)
_YES = re.compile(
    r"y(?:es)?|t(?:rue)?|1(?:\.0)?|x|oui|s[ií]|បាទ|ចាស|private|hidden|confidential|draft|deleted|spam", re.IGNORECASE
)
_KHMER = re.compile("[\u1780-\u17ff]")
_LETTER = re.compile(r"[^\W\d_]")


def read_tags(value: str | list[str]) -> tuple[str, ...]:
    """Tags out of a list, a JSON list or a text separated by semicolons, bars, line ends or commas; each once."""
    seen: dict[str, str] = {}
    for tag in _split_tags(value) if isinstance(value, str) else value:
        word = plain_line(tag).strip(" #\"'[]").strip()
        if word and not is_missing(word) and len(word) <= _TAG_LIMIT:
            seen.setdefault(word.casefold(), word)
    return tuple(seen.values())


def _split_tags(value: str) -> list[str]:
    text = value.strip()
    if text.startswith("["):
        try:
            return [str(each.get("name", "") if isinstance(each, dict) else each) for each in json.loads(text)]
        except ValueError:
            text = text.strip("[]")
    for separator in ";|\n":
        if separator in text:
            return text.split(separator)
    if re.fullmatch(r"(?:#\w+\s+)+#\w+", text):
        return text.split()
    return re.split("[,،、]", text)


def read_author(*, name: str, first: str, last: str, email: str) -> str:
    """What to call the author: empty for nobody; of a mail address only what stands before the @, for privacy."""
    author = plain_line(name) or single_line(f"{first} {last}") or email.strip()
    if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", author):
        author = author.partition("@")[0]
    author = re.sub(r"\s*<[^<>]*@[^<>]*>$", "", author)
    return "" if is_missing(author) or _NOBODY.fullmatch(author) else author[:200]


def read_external_id(value: str) -> str:
    """An id as text; a number a spreadsheet made `12.0` of is `12` again."""
    text = single_line(value)
    if is_missing(text):
        return ""
    return re.sub(r"^(\d+)\.0+$", r"\1", text)


def is_yes(value: str) -> bool:
    """Whether a cell says yes."""
    return _YES.fullmatch(value.strip()) is not None


def language_of(text: str, named: str = "") -> str:
    """`km` or `en`: what the file names if we speak it, else by the script most letters are written in."""
    name = named.strip().casefold()
    if re.match(r"km|kh|ខ្មែរ|ភាសាខ្មែរ|cambod", name):
        return "km"
    if re.match(r"en(?![a-z])|eng", name):
        return "en"
    if text.isascii():
        return "en"
    text = text[:_ENOUGH_TO_TELL]
    return "km" if len(_KHMER.findall(text)) > 0.3 * len(_LETTER.findall(text)) else "en"
