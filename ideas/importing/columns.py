"""From the names of a file's columns to our fields."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from core.errors import Invalid
from core.languages import lazy_gettext as _l
from ideas.importing.column_names import LANGUAGE_CODES, LANGUAGE_NAMES, NAMES, PREFIXES, QUESTIONS

_OFFERED = [
    *("id", "title", "body", "problem", "proposal", "gain", "author", "date", "supports", "tags", "category"),
    *("organisation", "province", "language", "url", "licence", "idea_id", "parent_id", "comment"),
]
TEXT_FIELDS = frozenset({"title", "body", "summary", "problem", "proposal", "gain", "comment"})


def normalise(name: str) -> str:
    """A column's name in lower case, words apart, without marks: `createdAt`, `created_at` and `Created At` are one."""
    name = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", unicodedata.normalize("NFKC", name))
    # Khmer vowels and subscripts are marks, not letters, and belong to the word; its invisible spaces do not.
    kept = (each if unicodedata.category(each)[0] in "LMN" else "" if each == "\u200b" else " " for each in name)
    return " ".join("".join(kept).casefold().split())


_RANKS = {
    normalise(name): (field, rank)
    for field, names in NAMES.items()
    for rank, name in enumerate(names.replace("\n", " ").split(","))
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds: one of our fields, how sure its name is (0 is surest), and the language in its name."""

    field: str
    rank: int
    language: str = ""


@lru_cache(maxsize=4096)
def meaning_of(name: str) -> Meaning | None:
    """The field a column's name stands for; None for a name we do not know."""
    without_remark = re.split(r"[(\[*:]", name, maxsplit=1)[0]
    for spelling in dict.fromkeys((normalise(name), normalise(without_remark))):
        if found := _known(spelling) or _known_with_language(spelling):
            return found
    return None if re.search(r"[_/.]\w", name) else _question(normalise(name))


def _known(spelling: str) -> Meaning | None:
    if spelling in _RANKS:
        return Meaning(*_RANKS[spelling])
    for prefix in PREFIXES:
        rest = spelling.removeprefix(f"{prefix} ")
        if rest != spelling and rest in _RANKS:
            field, rank = _RANKS[rest]
            return Meaning(field, rank + 100)
    return None


def _known_with_language(spelling: str) -> Meaning | None:
    words = spelling.split()
    language = LANGUAGE_NAMES.get(words[-1], words[-1]) if words else ""
    found = _known(" ".join(words[:-1])) if language in LANGUAGE_CODES else None
    return Meaning(found.field, found.rank, language) if found else None


def _question(spelling: str) -> Meaning | None:
    if len(spelling.split()) < 3 and not re.search("[\u1780-\u17d3]{12}", spelling):
        return None
    for rank, (field, words) in enumerate(QUESTIONS.items()):
        if any(re.search(rf"\b{word}" if word.isascii() else word, spelling) for word in words):
            return Meaning(field, 500 + rank)
    return None


def field_named(name: str) -> str:
    """Our field for a name given by hand (`votes_up`, `created_at`, `body`); Invalid when there is none."""
    meaning = meaning_of(name)
    if meaning is None or meaning.rank >= 500:
        raise Invalid(
            _l(
                "There is no field “%(name)s”; there are %(fields)s.",
                name=name,
                fields=", ".join(_OFFERED),
            )
        )
    return meaning.field


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a record by field: (name, language) in the order to try them; and those we do not know."""

    by_field: Mapping[str, tuple[tuple[str, str], ...]]
    unknown: tuple[str, ...]


@lru_cache(maxsize=1024)
def assign(
    names: tuple[str, ...], chosen: tuple[tuple[str, str], ...] = (), distrusted: frozenset[str] = frozenset()
) -> Columns:
    """Give each column its field.

    `chosen` are (normalised name, field) pairs that come before our own knowledge; `distrusted` columns hold
    something else than their name says.
    """
    by_hand = dict(chosen)
    ranked: dict[str, list[tuple[int, int, str, str]]] = {}
    unknown: list[str] = []
    for place, name in enumerate(names):
        if (field := by_hand.get(normalise(name))) is not None:
            ranked.setdefault(field, []).append((-1, place, name, ""))
        elif name not in distrusted and (meaning := meaning_of(name)) is not None:
            ranked.setdefault(meaning.field, []).append((meaning.rank, place, name, meaning.language))
        else:
            unknown.append(name)
    _settle_titles(ranked, unknown)
    fields = {field: tuple((name, language) for _, _, name, language in sorted(each)) for field, each in ranked.items()}
    return Columns(fields, tuple(unknown))


def _settle_titles(ranked: dict[str, list[tuple[int, int, str, str]]], unknown: list[str]) -> None:
    """Find the title where no column is called one: `Name` or `Idea` beside a description, a summary beside a body."""
    if "title" in ranked or "idea_id" in ranked or "comment" in ranked:
        return
    body = sorted(ranked.get("body", ()))
    if name := next((each for each in unknown if normalise(each) in {"name", "label"}), None):
        unknown.remove(name)
        ranked["title"] = [(0, 0, name, "")]
    elif idea := next((each for each in body if normalise(each[2]) in {"idea", "suggestion", "គំនិត"}), None):
        if len(body) > 1 or "summary" in ranked or "proposal" in ranked or "problem" in ranked:
            ranked["title"] = [idea]
            ranked["body"] = [each for each in body if each != idea]
    elif "summary" in ranked and (body or "proposal" in ranked or "problem" in ranked):
        ranked["title"] = ranked.pop("summary")


def count_known(names: Sequence[str], chosen: tuple[tuple[str, str], ...] = ()) -> int:
    """How many of a row's cells name columns we know; 0 without a title, text or comment."""
    cells = tuple(name for name in names if name.strip() and len(name) < 200)
    columns = assign(tuple(dict.fromkeys(cells)), chosen)
    known = sum(len(each) for each in columns.by_field.values())
    return known if known > 1 and columns.by_field.keys() & TEXT_FIELDS else 0
