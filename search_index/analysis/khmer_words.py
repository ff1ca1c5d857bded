"""What is known of single Khmer words: other spellings of the same one, and particles that say little."""

import re

from search_index.analysis.fold import fold

# "And", "of", "which", "is", "in", "from", "by", "to", "at", "for", "this", "or", question words and their like.
_PARTICLES = "និង នៃ ដែល ជា គឺ ក្នុង ពី ដោយ ទៅ នូវ នៅ ដើម្បី សម្រាប់ ដល់ លើ នេះ នោះ ឬ ហើយ ក៏ តើ អ្វី ដូចម្តេច"
PARTICLES = frozenset(map(fold, _PARTICLES.split()))

_SAME_WORD = (frozenset({"ឱ្យ", "អោយ"}),)
_NIKAHIT = "\u17c6"
_COENG_MO = re.compile("ម(\u17d2[រល])")
_AFTER_NIKAHIT = re.compile(f"{_NIKAHIT}([រល])")


def variants(word: str) -> tuple[str, ...]:
    """The folded word and its other accepted spellings: ជំរុញ for ជម្រុញ and back, អោយ for ឱ្យ."""
    found = [word]
    found += (other for same in _SAME_WORD if word in same for other in same)
    if _AFTER_NIKAHIT.search(word):
        found.append(fold(_AFTER_NIKAHIT.sub("ម\u17d2\\1", word)))
    if _COENG_MO.search(word, 1):
        found.append(fold(word[0] + _COENG_MO.sub(lambda match: _NIKAHIT + match[1][1], word[1:])))
    return tuple(dict.fromkeys(found))


def join_for_variants(words: list[str]) -> list[str]:
    """The words of a run, joined where the other spelling reaches over the border between two."""
    joined: list[str] = []
    for word in words:
        over = joined and ((joined[-1].endswith(_NIKAHIT) and word[0] in "រល") or _COENG_MO.match(word) is not None)
        if over:
            joined[-1] += word
        else:
            joined.append(word)
    return joined
