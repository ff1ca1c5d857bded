"""How the events of trials read in the history."""

from core.languages import lazy_gettext as _l
from ideas.history import register_words

register_words("trial-planned", _l("A trial was planned"), "clipboard-plus")
register_words("plan-changed", _l("The plan of a trial was changed"), "pencil")
register_words("sponsor-named", _l("A sponsor was asked to cover a trial"), "person-plus")
register_words("sponsor-agreed", _l("The sponsor agreed to a trial"), "person-check")
register_words("sponsor-declined", _l("The sponsor declined a trial"), "person-dash")
register_words("checked-in", _l("A trial reported how it is going"), "chat-square-text")
register_words("reading-superseded", _l("A reading was corrected"), "arrow-repeat")
