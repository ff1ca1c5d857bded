"""What the tests of reading share: sentences in English, and a file made of text."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import Babel

from ideas.importing.reading import Export, understand
from ideas.importing.rows import BadRow, CommentRow, IdeaRow

Read = Callable[..., "Result"]


class Result:
    """What a file gave, sorted by kind."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self.rows = list(export.rows())
        self.ideas = [row for row in self.rows if isinstance(row, IdeaRow)]
        self.comments = [row for row in self.rows if isinstance(row, CommentRow)]
        self.bad = [(row.line, row.reason) for row in self.rows if isinstance(row, BadRow)]

    @property
    def idea(self) -> IdeaRow:
        """The only idea, in a file without bad rows."""
        assert self.bad == []
        (idea,) = self.ideas
        return idea


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English; reading needs no more of the application than that."""
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.app_context():
        yield


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a text or bytes as if they came in a file."""

    def read(content: str | bytes, *, encoding: str = "utf-8", name: str = "export.csv", **options: object) -> Result:
        path = tmp_path / name
        path.write_bytes(content.encode(encoding) if isinstance(content, str) else content)
        return Result(understand(path, **options))  # type: ignore[arg-type]

    return read
