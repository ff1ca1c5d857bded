"""Markdown as people may write it: rendered, then held to a short list of elements."""

import html
import re
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

_ELEMENTS = {
    "p", "br", "strong", "em", "del", "code", "pre", "blockquote", "ul", "ol", "li", "a", "hr",
    "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
_SCHEMES = {"http", "https", "mailto", "tel"}

# Anything that could mean something in Markdown; a text without it is paragraphs and nothing else.
_MARKED = re.compile(r"[*_`~<>\[\]\\|&\t]|^\s*(?:[#+=-]|\d+[.)])|^ {4}| {2}$", re.MULTILINE)
_BREAK = re.compile(r"\n\s*\n")


def _shift_headings(tokens: list[Token]) -> None:
    # The page owns h1 and h2; a heading inside a text stands below them.
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + 2)}"


_parser = MarkdownIt("commonmark", {"html": False, "linkify": False, "breaks": True}).enable(["table", "strikethrough"])
_parser.core.ruler.push("shift_headings", lambda state: _shift_headings(state.tokens))


def _render(text: str) -> str:
    return nh3.clean(
        _parser.render(text),
        tags=_ELEMENTS,
        attributes={"a": {"href", "title"}},
        url_schemes=_SCHEMES,
        link_rel="nofollow noopener noreferrer",
    )


def _paragraphs(text: str) -> str:
    blocks = (block.strip(" \t\n") for block in _BREAK.split(text))
    return "".join(
        "<p>" + "<br>\n".join(str(escape(line.strip(" \t"))) for line in block.split("\n")) + "</p>\n"
        for block in blocks
        if block
    )


@lru_cache(maxsize=512)
def to_html(text: str) -> Markup:
    """The text as HTML that is safe to show, whatever was typed.

    Most of what people write holds no mark-up at all; that is set as paragraphs directly,
    which gives what the parser would at a thirtieth of its cost.
    """
    return Markup(_render(text) if _MARKED.search(text) else _paragraphs(text))  # noqa: S704


def plain(text: str) -> str:
    """The words of a Markdown text without its marks, for excerpts and the search index."""
    return html.unescape(nh3.clean(str(to_html(text)), tags=set(), attributes={}))
