"""Engines for the search tests: with and without ICU's dictionary of Khmer words."""

from pathlib import Path

import pytest

from search_index.analysis.words import ANALYSER, Analyser
from search_index.engine import Engine
from search_index.whoosh_engine import WhooshEngine

ANALYSERS = {"dictionary": ANALYSER, "clusters": Analyser(None)}


@pytest.fixture(params=ANALYSERS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Engine:
    return WhooshEngine(tmp_path / "index", analyser=ANALYSERS[request.param])


@pytest.fixture
def whoosh(tmp_path: Path) -> WhooshEngine:
    return WhooshEngine(tmp_path / "index")
