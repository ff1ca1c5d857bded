"""Ideas and comments for a large installation, put together from the sentences of the demonstration."""

import json
import random
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from app.demo.stories import DATA

_KHMER = re.compile("[\u1780-\u17ff]")
_END = re.compile(r"(?<=[.!?])\s+|(?<=។)\s*")
_SHORTEST, _LONGEST = 30, 260

# A sentence pool alone would leave the index without rare words: real ideas name villages, offices and forms.
_PARTS = {
    "en": """
        Prek Kampong Svay Trapeang Phum Chrey Thmey Boeng Tuol Roka Kbal Koh Ta Khnar Damrei Ansa Veal Srae Pou Kouk
        Chamkar Phnum Stueng Krang Anlong Preah Sangkae Banteay Romeas Svang Dangkao Leav Tnaot Kandal Chheu Teal""",
    "km": """
        ព្រែក កំពង់ ស្វាយ ត្រពាំង ភូមិ ជ្រៃ ថ្មី បឹង ទួល រកា ក្បាល កោះ តា ខ្នារ ដំរី អន្សា វាល ស្រែ ពោធិ៍ គោក
        ចំការ ភ្នំ ស្ទឹង ក្រាំង អន្លង់ ព្រះ សង្កែ បន្ទាយ រមាស ស្វាង ដង្កោ លាវ ត្នោត កណ្តាល ឈើទាល""",
}
PARTS = {language: parts.split() for language, parts in _PARTS.items()}

TAGS = {
    "km": ["បណ្តឹង", "ឃុំ-សង្កាត់", "ទូរស័ព្ទ", "សុខភាព", "អប់រំ", "ទឹកស្អាត", "អត្តសញ្ញាណប័ណ្ណ", "ពន្ធ", "ផ្លូវ"],
    "en": [
        "queues",
        "forms",
        "complaints",
        "health",
        "schools",
        "open data",
        "procurement",
        "training",
        "radio",
        "roads",
    ],
}


class Texts:
    """Draws texts from a seeded source, so that every run loads the same ideas."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    @cached_property
    def _sentences(self) -> dict[str, list[str]]:
        found: dict[str, set[str]] = {"km": set(), "en": set()}
        for text in _strings_of_the_demonstration():
            for sentence in _END.split(text):
                if _SHORTEST <= len(sentence) <= _LONGEST:
                    found["km" if _KHMER.search(sentence) else "en"].add(" ".join(sentence.split()))
        return {language: sorted(sentences) for language, sentences in found.items()}

    def language(self) -> str:
        """Khmer three times of five."""
        return "km" if self._random.random() < 0.6 else "en"

    def place(self, language: str) -> str:
        """The name of a village or an office: few of them common, most of them rare."""
        parts = PARTS[language]
        names = [parts[int(len(parts) * self._random.random() ** 2)] for _ in range(3)]
        return "".join(names) if language == "km" else f"{names[0]} {names[1]}{names[2].lower()}"

    def title(self, language: str) -> str:
        """A title that names a place."""
        words = self._one(language).rstrip(".!?។")[:90]
        return f"{words} ({self.place(language)})"

    def sentences(self, language: str, count: int) -> str:
        """So many sentences."""
        return " ".join(self._one(language) for _ in range(count))

    def paragraph(self, language: str, count: int) -> str:
        """So many sentences, and the place and form they are about."""
        number = self._random.randrange(1, 5000)
        detail = f"ទម្រង់លេខ {number}។" if language == "km" else f"Form {number}."
        return f"{self.sentences(language, count)} {self.place(language)}, {detail}"

    def tags(self, language: str) -> list[str]:
        """Two or three tags."""
        return self._random.sample(TAGS[language], self._random.choice((2, 3)))

    def words(self, language: str, count: int) -> list[str]:
        """Words somebody might search for, as often as they are written: common and rare ones."""
        found: list[str] = []
        while len(found) < count:
            if language == "en":
                word = self._random.choice(re.findall(r"[A-Za-z]{4,}", self._one("en")) or ["service"])
            else:
                word = self._random.choice([self._random.choice(PARTS["km"]), *TAGS["km"][:4], "ប្រជាពលរដ្ឋ", "មន្ត្រី"])
            found.append(word if self._random.random() < 0.8 else self.place(language))
        return found

    def _one(self, language: str) -> str:
        return self._random.choice(self._sentences[language])


def _strings_of_the_demonstration() -> Iterator[str]:
    for file in sorted(DATA.rglob("*.json*")):
        if file.suffix == ".jsonl":
            for line in file.read_text(encoding="utf-8").splitlines():
                yield from _strings(json.loads(line))
        else:
            yield from _strings(json.loads(file.read_text(encoding="utf-8")))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from _strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from _strings(each)
