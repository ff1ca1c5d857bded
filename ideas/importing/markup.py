"""Telling HTML from text that only looks like it, so that nothing a person typed is taken for a tag."""

import re
from collections.abc import Iterator

BLOCKS = frozenset(
    re.findall(
        r"\w+",
        """
    p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table tr section article header footer figure
    figcaption address center form fieldset main aside nav details summary tbody thead tfoot caption
    """,
    )
)
INLINE = frozenset(
    re.findall(
        r"\w+",
        """
    a abbr acronym b bdi bdo big br cite code del dfn em embed font hr i img ins kbd label legend mark nobr object q s
    samp small span strike strong sub sup td th tt u var wbr iframe video audio source script style noscript template
    html body head title meta link input button col colgroup
    """,
    )
)
SILENT = frozenset({"script", "style", "head", "title", "noscript", "template"})
"""Elements whose content no reader sees."""
# Without attributes these are as likely to be words (`<address>`): they are tags where an end tag answers them.
_PAIRED = frozenset(
    re.findall(
        r"\w+",
        """
    a address article aside audio body button caption center code details figure footer form header label legend main
    mark object q section summary table var video
    """,
    )
)
_WITH_ATTRIBUTES = frozenset(re.findall(r"\w+", "embed iframe img input link meta source"))
_OFFICE = r"(?:o|w|v|m|x|st\d):[a-z][a-z0-9]*"
_SWITCHES = re.findall(
    r"\w+",
    """
    allowfullscreen async autofocus autoplay checked compact controls default defer disabled hidden ismap itemscope loop
    mozallowfullscreen multiple muted nohref noresize noshade novalidate nowrap open playsinline readonly required
    reversed selected webkitallowfullscreen
    """,
)
_ATTRIBUTE = rf"""[a-z_:@][\w:.-]*\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>]+)|(?:{"|".join(_SWITCHES)})(?=[\s/>])"""
_MARK = re.compile(
    rf"""
    <(?P<end>/)?(?P<name>{_OFFICE}|{"|".join(sorted(BLOCKS | INLINE))})(?=[\s/>])
        (?P<attributes>(?:(?:\s+|(?<=["']))(?:{_ATTRIBUTE}))*)\s*(?:/\s*)?>
    |(?P<aside><!--.*?-->|<!\[CDATA\[.*?\]\]>|<!\[(?:if|endif)[^\]<>]*\]>|<!doctype\s[^<>]*>|<\?xml[^<>]*>)
    |<
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_END = re.compile(r"</([a-z][a-z0-9]*)\s*>", re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


def tags(value: str) -> Iterator[str]:
    """The names of the tags in the text, in lower case; empty for comments and declarations."""
    ended = _ended(value)
    for mark in _MARK.finditer(value):
        if _is_markup(mark, ended):
            yield (mark["name"] or "").lower()


def has_markup(value: str) -> bool:
    """Whether there is any HTML in the text."""
    return "<" in value and any(True for _ in tags(value))


def escape_text(value: str) -> str:
    """The HTML with every `<` escaped that begins no tag."""
    ended = _ended(value)
    return _MARK.sub(lambda mark: mark[0] if _is_markup(mark, ended) else mark[0].replace("<", "&lt;"), value)


def without_tags(value: str) -> str:
    """The text without its tags, with a space where a block or a line ended."""
    ended = _ended(value)

    def kept(mark: re.Match[str]) -> str:
        if not _is_markup(mark, ended):
            return mark[0]
        if found := _CDATA.fullmatch(mark[0]):
            return found[1]
        return " " if (mark["name"] or "").lower() in BLOCKS | {"br"} else ""

    return _MARK.sub(kept, value)


def _ended(value: str) -> frozenset[str]:
    return frozenset(name.lower() for name in _END.findall(value))


def _is_markup(mark: re.Match[str], ended: frozenset[str]) -> bool:
    if mark["aside"] or mark["end"]:
        return not mark["attributes"]
    if not mark["name"]:
        return False
    name = mark["name"].lower()
    if name in SILENT:
        return name in ended
    if mark["attributes"]:
        return True
    return name not in _WITH_ATTRIBUTES and (name not in _PAIRED or name in ended)
