"""The words for what happened: each feature says how its events read in the history and in notices."""

from dataclasses import dataclass

from core.languages import lazy_gettext as _l
from core.text.clean import language_of
from ideas.events import Event
from ideas.models import Stage


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


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its words: what the history shows of it."""

    event: Event
    words: Words

    @property
    def moved(self) -> bool:
        """Whether it brought the idea to another stage."""
        return self.event.target is not None and self.event.source != self.event.target

    @property
    def colour(self) -> str:
        """The stage it led to, or "change"."""
        return self.event.target if self.moved and self.event.target else "change"

    @property
    def path(self) -> str:
        """From which stage to which, in words."""
        steps = [Stage(step).label for step in (self.event.source, self.event.target) if step]
        return " → ".join(str(step) for step in steps)

    @property
    def reason_language(self) -> str:
        """The language the reason is written in."""
        return language_of(self.event.reason or "")


def told(event: Event) -> Told:
    """The event with its words."""
    return Told(event, words_for(event.kind))


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
register_words("merge-agreed", _l("The authors of the other idea agreed to the merge"), "union")
register_words("merge-declined", _l("The proposed merge was declined"), "x-circle")
