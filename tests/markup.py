"""What must be true of every page: a list of complaints about its HTML, empty when there is nothing to say."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser

from bs4 import BeautifulSoup, Tag

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SELF_LABELLED = {"hidden", "submit", "button", "image", "reset"}
REFERENCES = ("for", "aria-describedby", "aria-labelledby", "aria-controls", "aria-errormessage", "list", "form")
LEFTOVERS = re.compile(r"%\(\w+\)[sd]|\{\{|\{%|LazyString|Undefined|<[\w.]+ object at 0x")


class _Balance(HTMLParser):
    """Notes end tags that close nothing and start tags that nothing closes."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.complaints: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = Counter(name for name, _ in attrs)
        self.complaints += [f"<{tag}> has {name} twice (line {self.getpos()[0]})" for name in names if names[name] > 1]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """`<path/>` of an SVG opens nothing."""

    def handle_endtag(self, tag: str) -> None:
        if self.open and self.open[-1] == tag:
            self.open.pop()
        else:
            inside = self.open[-1] if self.open else "nothing"
            self.complaints.append(f"</{tag}> inside <{inside}> (line {self.getpos()[0]})")


def complaints(html: str, soup: BeautifulSoup) -> list[str]:
    """Everything that is wrong with a whole page."""
    return [
        *_unbalanced(html),
        *_without_frame(soup),
        *_wrong_ids(soup),
        *_unlabelled(soup),
        *_careless_forms(soup),
        *_inline_code(soup),
        *_untranslated(soup),
    ]


def _unbalanced(html: str) -> list[str]:
    balance = _Balance()
    balance.feed(html)
    balance.close()
    return balance.complaints[:3] + [f"<{tag}> is never closed" for tag in balance.open[:3]]


def words(tag: Tag | None) -> str:
    """The text of an element, its white space made plain."""
    return " ".join(tag.get_text(" ").split()) if tag else ""


def _without_frame(soup: BeautifulSoup) -> Iterator[str]:
    if not (soup.html and soup.html.get("lang")):
        yield "<html> names no language"
    headings = soup.find_all("h1")
    if len(headings) != 1:
        yield f"there are {len(headings)} h1"
    elif not (_squeezed(soup.title) and _squeezed(soup.title).startswith(_squeezed(headings[0]))):
        yield f"the title {words(soup.title)!r} does not begin with the h1 {words(headings[0])!r}"
    for landmark in ("main", "header"):
        if not soup.find(landmark):
            yield f"there is no <{landmark}>"


def _squeezed(tag: Tag | None) -> str:
    return "".join(tag.get_text().split()) if tag else ""


def _wrong_ids(soup: BeautifulSoup) -> Iterator[str]:
    counts = Counter(str(tag["id"]) for tag in soup.find_all(id=True))
    yield from (f"the id {name!r} is there {count} times" for name, count in counts.items() if count > 1)
    for attribute in REFERENCES:
        for tag in soup.find_all(attrs={attribute: True}):
            for name in str(tag[attribute]).split() if isinstance(tag[attribute], str) else tag[attribute]:
                if name not in counts:
                    yield f"<{tag.name} {attribute}={name!r}> points at nothing"


def _unlabelled(soup: BeautifulSoup) -> Iterator[str]:
    labelled = {str(label["for"]) for label in soup.find_all("label", attrs={"for": True}) if words(label)}
    for control in soup.find_all(["input", "select", "textarea"]):
        if control.get("type") in SELF_LABELLED or control.get("id") in labelled:
            continue
        if not (control.get("aria-label") or control.get("aria-labelledby") or words(control.find_parent("label"))):
            yield f"<{control.name} name={control.get('name')!r}> has no label"
    for control in soup.find_all(["a", "button"]):
        if not (words(control) or control.get("aria-label") or control.find("img", alt=True)):
            yield f"{str(control)[:120]} says nothing"
    yield from (f"{str(image)[:120]} has no alt" for image in soup.find_all("img") if image.get("alt") is None)


def _careless_forms(soup: BeautifulSoup) -> Iterator[str]:
    for form in soup.find_all("form"):
        place = form.get("id") or form.get("action") or str(form)[:80]
        if not form.get("action"):
            yield f"the form {place!r} has no action"
        if str(form.get("method", "get")).lower() == "post" and not form.find("input", attrs={"name": "csrf_token"}):
            yield f"the form {place!r} carries no CSRF token"


def _inline_code(soup: BeautifulSoup) -> Iterator[str]:
    for tag in soup.find_all(True):
        if inline := [name for name in tag.attrs if name == "style" or name.startswith("on")]:
            yield f"<{tag.name}> has {', '.join(inline)} inline"
    for tag in soup.find_all(["script", "style"]):
        if tag.get_text(strip=True) and tag.get("type") not in ("application/json", "application/ld+json"):
            yield f"there is an inline <{tag.name}>"


def _untranslated(soup: BeautifulSoup) -> Iterator[str]:
    shown = soup.get_text(" ") + " ".join(str(value) for tag in soup.find_all(True) for value in tag.attrs.values())
    yield from (f"{found!r} was left in the text" for found in sorted(set(LEFTOVERS.findall(shown))))
