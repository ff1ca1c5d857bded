"""The words for what happened: each feature says how its events read in the history and in notices."""

from dataclasses import dataclass

from core.languages import lazy_gettext as _l


@dataclass(frozen=True, slots=True)
class Words:
    """How one kind of event reads, and the icon beside it."""

    label: str
    icon: str = "dot"


_words: dict[str, Words] = {}


def register_words(kind: str, label: str, icon: str = "dot") -> None:
    """Say how events of a kind read; a later call for the same kind wins."""
    _words[kind] = Words(label, icon)


def words_for(kind: str) -> Words:
    """How events of the kind read; KeyError for a kind nobody has words for."""
    return _words[kind]


def known_kinds() -> set[str]:
    """Every kind of event that has words."""
    return set(_words)


register_words("edited", _l("The text was changed"), "pencil")
register_words("commented", _l("A comment was added"), "chat")
register_words("asked", _l("A question was asked"), "question-circle")
register_words("offered", _l("Help was offered"), "hand-thumbs-up")
register_words("comment-edited", _l("A comment was changed"), "pencil")
register_words("comment-removed", _l("A comment was removed"), "trash")
register_words("attached", _l("A file was added"), "paperclip")
register_words("detached", _l("A file was removed"), "paperclip")
register_words("imported", _l("Taken over from another system"), "box-arrow-in-down")
register_words("officer-assigned", _l("A lab officer was assigned"), "person-check")
register_words("merge-asked", _l("A merge with another idea was proposed"), "union")
register_words("merge-declined", _l("The proposed merge was declined"), "x-circle")
