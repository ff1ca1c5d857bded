"""The provinces of Cambodia: a short fixed list, so code and not a table."""

import json
from dataclasses import dataclass
from pathlib import Path

from core.languages import current_language


@dataclass(frozen=True, slots=True)
class Province:
    """A province or the capital, by the code of the national gazetteer."""

    code: str
    name_km: str
    name_en: str

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return self.name_km if current_language() == "km" else self.name_en


PROVINCES: dict[str, Province] = {
    row["code"]: Province(row["code"], row["name_km"], row["name_en"])
    for row in json.loads((Path(__file__).parent / "data" / "provinces.json").read_text(encoding="utf-8"))
}
