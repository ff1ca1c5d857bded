"""Records out of JSON: one object a line, an array of objects, or an object that holds such arrays."""

import json
import re
from collections.abc import Iterator
from typing import IO, Any

from core.errors import TooLarge
from core.languages import lazy_gettext as _l
from ideas.importing.cells import Source
from ideas.importing.columns import meaning_of
from ideas.importing.rows import BadRow
from ideas.importing.text import tidy

_CHUNK = 1 << 18
_WHOLE_LIMIT = 64 << 20
_LANGUAGES_OF_A_TEXT = re.compile("[a-z]{2}(?:[-_][A-Za-z]{2})?")
_SPACE = re.compile(r"[\s,]*")


def looks_like_json(head: str) -> bool:
    """Whether a text begins as JSON does."""
    return re.match(r"\s*(?:\{|\[\s*(?:[\[{\]]|$))", head) is not None


def read_json(file: IO[str]) -> Iterator[Source | BadRow]:
    """Every record, from the beginning of the file."""
    head = file.read(_CHUNK)
    file.seek(0)
    if head.lstrip("\ufeff \t\r\n").startswith("["):
        yield from _read_values(file)
    elif _is_one_object_a_line(head):
        yield from _read_lines(file)
    else:
        yield from _read_whole(file)


def _is_one_object_a_line(head: str) -> bool:
    lines = [line.strip().strip("\ufeff\x1e") for line in head.split("\n", 12) if line.strip()][:10]
    if len(lines) == 1:
        return not _wraps_records(_parse(lines[0])[0])
    # A pretty-printed object opens alone; lines of a damaged file still begin with a brace each.
    return isinstance(_parse(lines[0])[0], dict) or sum(
        line.startswith("{") and len(line) > 1 for line in lines
    ) * 2 > len(lines)


def _read_lines(file: IO[str]) -> Iterator[Source | BadRow]:
    for number, line in enumerate(file, start=1):
        text = line.strip().strip("\ufeff\x1e\x00").rstrip(",")
        if not text:
            continue
        value, refusal = _parse(text)
        if refusal:
            yield BadRow(number, refusal)
        else:
            yield from _records(value, number)


def _parse(text: str) -> tuple[Any, str]:
    """The value, or the reason why there is none."""
    try:
        return json.loads(text, strict=False), ""
    except ValueError as error:
        return None, str(_l("It is not valid JSON (at character %(place)s).", place=getattr(error, "pos", 0) + 1))
    except RecursionError:
        return None, str(_l("Its JSON is nested too deeply."))


def _read_values(file: IO[str]) -> Iterator[Source | BadRow]:
    """The objects of one long array, never held whole; after a broken one it goes on at the next line with a brace."""
    decoder = json.JSONDecoder(strict=False)
    buffer, line, ended = "", 1, False
    opened = False
    while True:
        start = _SPACE.match(buffer).end()  # type: ignore[union-attr]  # it matches the empty text too
        while not opened and buffer.startswith(("[", "\ufeff"), start):
            opened = buffer[start] == "["
            start = _SPACE.match(buffer, start + 1).end()  # type: ignore[union-attr]
        line += buffer.count("\n", 0, start)
        buffer = buffer[start:]
        if ended and buffer[:1] in ("", "]"):
            return
        try:
            value, end = decoder.raw_decode(buffer)
        except (ValueError, RecursionError):
            if not ended and len(buffer) < _WHOLE_LIMIT:
                more = file.read(max(_CHUNK, len(buffer)))
                buffer, ended = buffer + more, not more
                continue
            yield BadRow(line, str(_l("It is not valid JSON.")))
            following = re.search(r"\n\s*\{", buffer)
            if following is None:
                return
            end = following.start()
        else:
            yield from _records(value, line)
        line += buffer.count("\n", 0, end)
        buffer = buffer[end:]


def _read_whole(file: IO[str]) -> Iterator[Source | BadRow]:
    text = file.read(_WHOLE_LIMIT)
    if file.read(1):
        raise TooLarge(
            _l("The file is one large JSON object. Save it as one object a line, or as an array of objects.")
        )
    decoder = json.JSONDecoder(strict=False)
    position = 0
    while position < len(text):
        position = re.compile(r"[\s,\ufeff\x00\x1e]*").match(text, position).end()  # type: ignore[union-attr]
        if position == len(text):
            return
        line = text.count("\n", 0, position) + 1
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            yield BadRow(line, str(_l("It is not valid JSON.")))
            following = re.compile(r"\n\{").search(text, position + 1)
            if following is None:
                return
            position = following.start()
        else:
            yield from _records(value, line)


def _wraps_records(value: Any) -> list[Any] | None:
    """The records inside an object that is no record itself: `{"ideas": [...], "comments": [...]}`."""
    if not isinstance(value, dict) or any(
        (meaning := meaning_of(key)) and meaning.field in ("title", "body", "comment") and isinstance(each, str | dict)
        for key, each in value.items()
    ):
        return None
    lists = [each for each in value.values() if isinstance(each, list) and any(isinstance(one, dict) for one in each)]
    inside = [found for each in value.values() if isinstance(each, dict) and (found := _wraps_records(each))]
    return [record for each in (*lists, *inside) for record in each] or None


def _records(value: Any, line: int) -> Iterator[Source | BadRow]:
    if isinstance(value, list):
        for each in value:
            yield from _records(each, line)
    elif not isinstance(value, dict):
        yield BadRow(line, str(_l("It is not a JSON object.")))
    elif wrapped := _wraps_records(value):
        for each in wrapped:
            yield from _records(each, line)
    elif value:
        yield _source(_unwrapped(value), line)


def _unwrapped(value: dict[str, Any]) -> dict[str, Any]:
    """GeoJSON, JSON:API and search dumps keep the fields one level down."""
    for key in ("properties", "attributes", "_source", "fields", "node"):
        if isinstance(inner := value.get(key), dict) and "title" not in value:
            return {**{name: each for name, each in value.items() if name != key}, **inner}
    return value


def _source(value: dict[str, Any], line: int) -> Source:
    cells: dict[str, str] = {}
    lists: dict[str, list[str]] = {}
    nested: list[Source] = []
    for name, each in _flatten(value):
        if not isinstance(each, list):
            cells[name] = _scalar(each)
        elif (
            (meaning := meaning_of(name)) and meaning.field == "comments" and any(isinstance(one, dict) for one in each)
        ):
            nested += [_source(one, line) for one in each if isinstance(one, dict)]
        else:
            lists[name] = [tidy(_name_of(one)) for one in each]
            cells[name] = ", ".join(filter(None, lists[name]))
    return Source(line, cells, lists, tuple(nested))


def _flatten(value: dict[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    """Nested objects as `outer/inner`; an author or a category that is an object stands for its name as well."""
    for key, each in value.items():
        name = f"{above}{key}"
        if not isinstance(each, dict):
            yield name, each
            continue
        if (label := _name_of(each)) and not all(_LANGUAGES_OF_A_TEXT.fullmatch(inner) for inner in each):
            yield name, label
        if name.count("/") < 4:
            yield from _flatten(each, f"{name}/")


def _name_of(value: Any) -> str:
    if isinstance(value, dict):
        for key in ("name", "title", "label", "display_name", "displayName", "text", "rendered", "value"):
            if isinstance(value.get(key), str):
                return str(value[key])
        return ""
    return _scalar(value)


def _scalar(value: Any) -> str:
    if value is None or isinstance(value, list | dict):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return tidy(str(value))
