"""Documents to search in."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from search_index.engine import Document, Engine, Facts, Kind, Results
from search_index.query_reader import read_query

FIRST_DAY = datetime(2025, 12, 30, tzinfo=UTC)


def document(number: int, title: str = "", text: str = "", *, talk: str = "", **facts: Any) -> Document:
    """An idea, submitted `number` days after the first."""
    known = Facts(**{"stage": "proposal", "submitted": FIRST_DAY + timedelta(days=number), **facts})
    return Document(number, title, known, sections={Kind.IDEA: text, Kind.TALK: talk})


def found(engine: Engine, query: str, **options: Any) -> Results:
    """The results of a query as typed."""
    return engine.search(read_query(query), **options)


def ids(results: Results) -> list[int]:
    """The numbers of the ideas on a page of results."""
    return [hit.idea_id for hit in results.hits]


@dataclass(frozen=True)
class KhmerSet:
    """Khmer texts with judged queries."""

    texts: dict[str, str]
    queries: list[dict[str, Any]]


def khmer_set() -> KhmerSet:
    """The development set beside the tests."""
    lines = (Path(__file__).parent / "data" / "khmer_dev.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return KhmerSet(
        {row["id"]: row["text"] for row in rows if row["kind"] == "doc"},
        [row for row in rows if row["kind"] == "query"],
    )
