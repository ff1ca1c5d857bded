"""Latin words: one stem for the forms of a word, British and American spelling alike, and words that say little."""

import re
from functools import lru_cache

from whoosh.lang.porter2 import stem as porter2_stem


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Left out of the index of words: they stand in nearly every text.
STOP_WORDS = _listed(
    """a an and are as at be been but by for from had has have he her his i if in into is it its me my no nor not of on
    or our she so than that the their them then there these they this those to was we were which will with would you
    your"""
)

# Left out of what a person asks, when other words remain: they say that it is a question, not what about.
QUESTION_WORDS = STOP_WORDS | _listed(
    """about all also am any because being can could did do does doing done each else ever get gets give got how just
    let lets like make makes many may might more most much must need needs ones only other ought please shall should
    some someone something such tell too us use used very want wants way ways what when where whether while who whom
    whose why without yes yet"""
)

_BRITISH_ISE = re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ers|ing|ation|ations|ational)$)")
_BRITISH_OUR = re.compile(r"(?<=[a-z]{2})our(?=(?:$|s$|ed$|al$|ing$|able$|ite$|hood$))")
_SAME_WORD = {
    "programme": "program",
    "programmes": "program",
    "centre": "center",
    "centres": "center",
    "licence": "license",
    "licences": "license",
    "cheque": "check",
    "enrol": "enroll",
    "organization": "organiz",
    "organizations": "organiz",
    "organizational": "organiz",
    "universe": "universe",
    "university": "universit",
    "universities": "universit",
    "policy": "policy",
    "policies": "policy",
    "police": "police",
    "news": "news",
    "data": "data",
    "datum": "data",
    "children": "child",
    "women": "woman",
    "men": "man",
}


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The key under which all forms of a folded Latin word are found; words with digits or of other scripts stay.

    Porter's second algorithm (M. Porter, "The English (Porter2) stemming algorithm", Snowball, 2001), with British
    spellings read as American ones and a few words it would throw together kept apart.
    """
    if not (word.isascii() and word.isalpha()) or len(word) < 3:
        return word
    american = _BRITISH_OUR.sub("or", _BRITISH_ISE.sub("iz", word))
    if american in _SAME_WORD:
        return _SAME_WORD[american]
    stemmed: str = porter2_stem(american)
    return stemmed
