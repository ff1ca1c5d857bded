"""The Khmer catalogue says everything the code says."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.house_rules.project import ROOT, name

CATALOGUES = sorted((ROOT / "translations").glob("*/LC_MESSAGES/*.po"))
OURS = ROOT / "translations" / "km" / "LC_MESSAGES" / "messages.po"
KEYWORDS = {**DEFAULT_KEYWORDS, "_l": None, "lazy_gettext": None, "lazy_ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|\{\w*\}")


def catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def sentences(path: Path) -> Iterator[Message]:
    yield from (message for message in catalogue(path) if message.id)


def both(text: object) -> list[str]:
    return [text] if isinstance(text, str) else [str(part) for part in text]  # type: ignore[attr-defined]


def test_there_is_a_khmer_catalogue() -> None:
    assert OURS in CATALOGUES


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_every_sentence_is_translated(path: Path) -> None:
    untranslated = [message.id for message in sentences(path) if not all(both(message.string))]

    assert untranslated == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_no_translation_is_a_guess(path: Path) -> None:
    assert [message.id for message in sentences(path) if message.fuzzy] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_a_translation_fills_in_what_the_sentence_fills_in(path: Path) -> None:
    """The plural is the measure: "One idea" may leave out the number that "%(num)s ideas" names."""
    differing = [
        message.id
        for message in sentences(path)
        if all(both(message.string))
        for said in both(message.string)
        if set(PLACEHOLDER.findall(said)) != set(PLACEHOLDER.findall(both(message.id)[-1]))
    ]

    assert differing == []


def test_the_catalogue_has_every_sentence_of_the_code() -> None:
    with (ROOT / "translations" / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, methods, options, KEYWORDS, strip_comment_tags=True)
    known = catalogue(OURS)
    missing = [
        f"{where}:{line}: {text}" for where, line, text, _, context in found if known.get(key(text), context) is None
    ]

    assert missing == [], "Run ./run.sh translate, then translate what it added."


def key(text: object) -> str:
    """The form of a sentence under which a catalogue keeps it: of a plural, the singular."""
    return text if isinstance(text, str) else str(text[0])  # type: ignore[index]
