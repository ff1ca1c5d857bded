"""The same Khmer text as other people and keyboards type it."""

import random
import re

from core.text.khmer import clusters

_SUBSCRIPT = re.compile("\u17d2[\u1780-\u17b3]")
_SPLIT = {"\u17be": "\u17c1\u17b8", "\u17c4": "\u17c1\u17b6"}
_OTHER_SHAPE = {"\u17d2\u178a": "\u17d2\u178f", "\u17d2\u178f": "\u17d2\u178a"}


def scramble(text: str, chance: random.Random) -> str:
    """Zero-width spaces put in, subscripts DA and TA swapped, subscripts and vowel signs in any order, vowels split."""
    units = [_scramble_cluster(unit, chance) for unit in clusters(text)]
    return "".join(unit + ("\u200b" if len(unit) > 1 and chance.random() < 0.3 else "") for unit in units)


def _scramble_cluster(cluster: str, chance: random.Random) -> str:
    if len(cluster) == 1:
        return cluster
    subscripts = [_OTHER_SHAPE.get(one, one) if chance.random() < 0.5 else one for one in _SUBSCRIPT.findall(cluster)]
    if sum(one[1] != "រ" for one in subscripts) < 2:
        chance.shuffle(subscripts)
    signs = list(_SUBSCRIPT.sub("", cluster[1:]))
    if chance.random() < 0.5:
        signs = [part for sign in signs for part in _SPLIT.get(sign, sign)]
    chance.shuffle(signs)
    parts = ["".join(subscripts), "".join(signs)]
    chance.shuffle(parts)
    return cluster[0] + "".join(parts)
