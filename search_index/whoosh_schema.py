"""How a document lies in a Whoosh index: postings with their weight worked out, and its facts in one column."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator

from whoosh import columns, fields, formats
from whoosh.codec.whoosh3 import W3Codec

from search_index.analysis.english import STOP_WORDS, stem
from search_index.analysis.fold import fold
from search_index.analysis.words import LONGEST_KEY, Analyser, grams, hyphenated, khmer_runs
from search_index.engine import Document, Facet, Kind

Posting = tuple[bytes, int, float, bytes]

TITLE_WEIGHT = 3.0
KIND_WEIGHTS = {Kind.IDEA: 1.0, Kind.TALK: 0.5, Kind.TRIAL: 0.8, Kind.EVALUATION: 0.8}

# BM25F's length normalisation with a fixed usual length instead of the average, so that it can be worked out once.
# Lengths are counted in folded characters, the same for Khmer and English.
_USUAL_TITLE, _TITLE_SLOPE = 60, 0.3
_USUAL_BODY, _BODY_SLOPE = 1_500, 0.5
_LONGEST_BODY = 20 * _USUAL_BODY

_LAST_PLACE = 65_535
_GAP = 100
_VALUE, _LIST = "\x1e", "\x1f"


class Places(formats.Positions):  # type: ignore[misc]
    """Word positions as packed unsigned shorts: a third of the size and time of Whoosh's own."""

    def encode(self, positions: list[int]) -> bytes:
        """The bytes of some positions."""
        return array("H", positions).tobytes()

    def decode_positions(self, value: bytes) -> "array[int]":
        """The positions in some bytes."""
        return array("H", value)


class Postings(fields.FieldType):  # type: ignore[misc]
    """A field that takes its postings ready-made: term, frequency, weight, value."""

    def __init__(self, posting_format: formats.Format) -> None:
        super().__init__(posting_format, None)

    def index(self, value: list[Posting], **_options: object) -> list[Posting]:
        """The postings as given."""
        return value


class Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's format without field lengths: they are in our weights, and looking each up costs half the build."""

    length_stats = False


SCHEMA = fields.Schema(
    idea=fields.ID(unique=True),
    words=Postings(Places()),
    grams=Postings(formats.Existence()),
    forms=Postings(formats.Existence()),
    facts=fields.COLUMN(columns.VarBytesColumn()),
)


def fields_of(document: Document, analyser: Analyser) -> dict[str, object]:
    """The values of every field of SCHEMA for one document."""
    content = _Content(analyser)
    passages = [fold(document.sections.get(kind, ""), as_typed=True) for kind in Kind]
    for title in (document.title, document.second_title):
        folded = fold(title, as_typed=True)
        content.add(folded, TITLE_WEIGHT / _norm(len(folded), _USUAL_TITLE, _TITLE_SLOPE))
    norm = _norm(min(sum(map(len, passages)), _LONGEST_BODY), _USUAL_BODY, _BODY_SLOPE)
    for kind, folded in zip(Kind, passages, strict=True):
        content.add(folded, KIND_WEIGHTS[kind] / norm)
    return {
        "idea": str(document.idea_id),
        "words": list(content.words()),
        "grams": [(term.encode(), 1, round(weight, 2), b"") for term, weight in content.grams.items()],
        "forms": [(form.encode(), 1, 1.0, b"") for form in content.forms],
        "facts": pack_facts(document),
    }


def pack_facts(document: Document) -> bytes:
    """Number, dates, counts and facets of a document in one value, read once when a segment is opened."""
    facts = document.facts
    numbers = [document.idea_id, round(facts.submitted.timestamp()), facts.supports]
    values = facts.facets()
    lists = [_LIST.join(_tame(value) for value in values[facet]) for facet in Facet]
    return _VALUE.join([*map(str, numbers), *lists]).encode()


def unpack_facts(value: bytes) -> tuple[int, int, int, list[tuple[str, ...]]]:
    """Idea number, submission in seconds, supports, and the values of each facet in the order of Facet."""
    number, submitted, supports, *lists = value.decode().split(_VALUE)
    return int(number), int(submitted), int(supports), [tuple(one.split(_LIST)) if one else () for one in lists]


def _tame(value: str) -> str:
    return value.encode(errors="replace").decode().replace(_VALUE, " ").replace(_LIST, " ")


def _norm(length: int, usual: int, slope: float) -> float:
    return 1 - slope + slope * length / usual


class _Content:
    """What is gathered of a document while its passages are read one by one."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._weights: defaultdict[str, float] = defaultdict(float)
        self._places: defaultdict[str, list[int]] = defaultdict(list)
        self._next_place = 0
        self.grams: defaultdict[str, float] = defaultdict(float)
        self.forms: set[str] = set()

    def add(self, folded: str, weight: float) -> None:
        """Take in a passage; each of its words weighs this much."""
        place = self._next_place
        previous = None
        for token in self._analyser.tokens(folded):
            place = self._next_place + token.position
            self.forms.add(token.form)
            if token.khmer or token.form not in STOP_WORDS:
                self._add_word(token.key, weight, place)
            if previous is not None and hyphenated(folded, previous, token):
                self._add_word(stem((previous.form + token.form)[:LONGEST_KEY]), weight, place - 1)
            previous = token
        for run in khmer_runs(folded):
            for gram, count in Counter(grams(fold(run))).items():
                self.grams[gram] += weight * count
        self._next_place = min(place + _GAP, _LAST_PLACE)

    def _add_word(self, key: str, weight: float, place: int) -> None:
        self._weights[key] += weight
        self._places[key].append(min(place, _LAST_PLACE))

    def words(self) -> Iterator[Posting]:
        """The postings of the field of words."""
        for key, weight in self._weights.items():
            places = self._places[key]
            yield key.encode(), len(places), round(weight, 2), array("H", places).tobytes()
