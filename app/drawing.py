"""Drawing pages quickly: words, addresses and pure macros are worked out once, and panels are drawn without detours."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from flask import Flask
from jinja2 import Template, pass_context, pass_eval_context
from jinja2.environment import TemplateModule
from jinja2.nodes import EvalContext
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from core.addresses import url_for
from core.languages import plural_form, voice
from core.panels import Filled


class PlainTemplate(Template):
    """A template among others that all know the same globals."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        # For every import of macros Jinja compares all globals, in case a template was loaded with some of its own.
        return super()._get_default_module()


def init_drawing(app: Flask) -> None:
    """Give templates quicker calls in place of the libraries' own, and `once` and `draw`."""
    app.jinja_env.template_class = PlainTemplate
    app.jinja_env.globals.update(_=said, gettext=said, ngettext=counted, url_for=url_for, once=once, draw=draw)


@pass_eval_context
def said(page: EvalContext, message: str, /, **values: object) -> str:
    """Translate a message and fill in the values, escaped; our messages may hold mark-up."""
    speaking = voice()
    if not page.autoescape:
        return speaking.catalogue.ugettext(message) % values
    phrase: Markup | None = speaking.kept.get(message)
    if phrase is None:
        phrase = speaking.kept[message] = Markup(speaking.catalogue.ugettext(message))  # noqa: S704
    return phrase % values if values or "%" in phrase else phrase


@pass_eval_context
def counted(page: EvalContext, one: str, many: str, num: int, /, **values: object) -> str:
    """Translate a message that depends on a count, which is also `%(num)s` unless another is given."""
    text = plural_form(one, many, num)
    return (Markup(text) if page.autoescape else text) % {"num": num, **values}  # noqa: S704


def once(macro: Macro, *arguments: Any) -> str:
    """What a macro draws that depends on nothing but its arguments and the language: drawn once, then remembered."""
    return _drawn(voice().language, macro, arguments)


@lru_cache(maxsize=4096)
def _drawn(_language: str, macro: Macro, arguments: tuple[Any, ...]) -> str:
    drawn: str = macro(*arguments)
    return drawn


@pass_context
def draw(page: Context, panels: Iterable[Filled]) -> Markup:
    """Draw panels one after the other; each template knows what the page knows, and its own data as `panel`."""
    known = page.get_all()
    drawn: list[str] = []
    for filled in panels:
        template = page.environment.get_template(filled.template)
        drawn += template.root_render_func(template.new_context({**known, "panel": filled.data}, shared=True))
    return Markup("".join(drawn))  # noqa: S704 (templates of ours, which escape)
