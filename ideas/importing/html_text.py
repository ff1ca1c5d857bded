"""HTML out of a cell, as the plain paragraphs and light Markdown our texts are written in."""

import html
import re
from html.parser import HTMLParser

from ideas.importing.markup import BLOCKS, SILENT, escape_text, has_markup, tags, without_tags
from ideas.importing.text import mend_misread, paragraphs, single_line

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_BARE_AMPERSAND = re.compile(r"&(?!(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)")
_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*", "code": "`", "kbd": "`", "del": "~~", "s": "~~"}
_BREAKS = {"br": "\n", "hr": "\n\n---\n\n"}
_ADDRESS = re.compile(r"(?:https?://|mailto:)\S+")


def plain_text(value: str) -> str:
    """The text of a cell in paragraphs, whether it holds HTML, escaped HTML (even twice) or plain text."""
    for _ in range(3):
        if has_markup(value):
            break
        unescaped = unescape(value)
        if unescaped == value:
            break
        value = unescaped
    if has_markup(value):
        parser = _Writer(flows=not {"br", "td", *BLOCKS}.isdisjoint(tags(value)))
        parser.feed(escape_text(_BARE_AMPERSAND.sub("&amp;", value)))
        parser.close()
        value = parser.text()
    return paragraphs(mend_misread(unescape(value)))


def plain_line(value: str) -> str:
    """The text of a cell that has one line, as a title has, without any Markdown."""
    for _ in range(3):
        unescaped = unescape(value)
        if unescaped == value:
            break
        value = unescaped
    return single_line(mend_misread(without_tags(value)))


def unescape(value: str) -> str:
    """The text with entities as characters; unlike `html.unescape` it leaves `&copy=2` in an address alone."""
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), value) if "&" in value else value


class _Writer(HTMLParser):
    """Writes what it reads as text; marks around words open a new part, which is closed with the mark around it."""

    def __init__(self, *, flows: bool) -> None:
        super().__init__(convert_charrefs=True)
        # Where blocks and breaks are marked, the line ends of the source mean nothing more than a space.
        self._flows = flows
        self._parts: list[list[str]] = [[]]
        self._open: list[tuple[str, str]] = []
        self._lists: list[int | None] = []
        self._silent = 0
        self._verbatim = 0

    def text(self) -> str:
        """Everything written so far."""
        while self._open:
            self._close_inline(self._open[-1][0])
        return "".join(self._parts[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self._silent += 1
        elif tag in _BREAKS:
            self._write(_BREAKS[tag])
        elif tag in BLOCKS:
            self._begin_block(tag)
        elif tag in _EMPHASIS or (tag == "a" and given.get("href")):
            self._open.append((tag, given.get("href", "")))
            self._parts.append([])
        elif tag in ("td", "th"):
            self._write(" | " if self._in_row() else "")
        else:
            self._write_medium(given)

    def handle_endtag(self, tag: str) -> None:
        if tag in SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in ("ul", "ol"):
            del self._lists[-1:]
            self._write("" if self._lists else "\n\n")
        elif tag == "pre":
            self._verbatim = max(0, self._verbatim - 1)
            self._write("\n\n")
        elif tag in ("li", "tr", "dt"):
            self._begin_line()
        elif tag in BLOCKS:
            self._write("\n" if self._lists else "\n\n")
        elif any(tag == opened for opened, _ in self._open):
            self._close_inline(tag)

    def handle_data(self, data: str) -> None:
        if self._silent:
            return
        if self._flows and not self._verbatim:
            data = "\n\n".join(
                " ".join(re.split(r"[ \t]*\n[ \t]*", part)) for part in re.split(r"[ \t]*\n\s*\n\s*", data)
            )
            data = data.lstrip(" ") if self._at_line_start() else data
        self._write(data)

    def unknown_decl(self, data: str) -> None:
        """Keep the text of a CDATA section; other declarations (Word writes them) say nothing to a reader."""
        if data.startswith("CDATA["):
            self._write(data.removeprefix("CDATA["))

    def _write(self, text: str) -> None:
        if not self._silent:
            self._parts[-1].append(text)

    def _begin_line(self) -> None:
        if not self._at_line_start():
            self._write("\n")

    def _at_line_start(self) -> bool:
        last = next((piece for part in reversed(self._parts) for piece in reversed(part) if piece), "\n")
        return last.endswith("\n")

    def _in_row(self) -> bool:
        last = "".join(self._parts[-1][-1:])
        return bool(last.strip()) or last == " | "

    def _begin_block(self, tag: str) -> None:
        for opened, _ in reversed(self._open[:]):
            self._close_inline(opened)
        if tag in ("ul", "ol"):
            self._lists.append(1 if tag == "ol" else None)
            self._write("" if len(self._lists) > 1 else "\n\n")
        elif tag == "li":
            self._begin_item()
        elif tag in ("tr", "dt"):
            self._begin_line()
        elif tag in ("p", "div") and self._lists:
            # A paragraph inside a list item goes on behind its mark.
            if not "".join(self._parts[-1][-1:]).endswith((". ", "- ")):
                self._begin_line()
        else:
            heading = "#" * (int(tag[1]) + 1 if tag < "h6" else 6) + " " if re.fullmatch("h[1-6]", tag) else ""
            self._write(f"\n\n{'> ' if tag == 'blockquote' else heading}")
        self._verbatim += tag == "pre"

    def _begin_item(self) -> None:
        count = self._lists[-1] if self._lists else None
        if count is not None:
            self._lists[-1] = count + 1
        self._begin_line()
        self._write(f"{count}. " if count is not None else "- ")

    def _write_medium(self, given: dict[str, str]) -> None:
        address, words = given.get("src", ""), single_line(given.get("alt", ""))
        if _ADDRESS.fullmatch(address):
            self._write(f"[{words}]({address})" if words else f" {address} ")
        elif words:
            self._write(words)

    def _close_inline(self, tag: str) -> None:
        """Put a finished part into the one around it; whatever was opened inside it ends with it."""
        while self._open:
            opened, address = self._open.pop()
            content = "".join(self._parts.pop())
            self._parts[-1].append(self._marked(opened, address, content))
            if opened == tag:
                return

    def _marked(self, tag: str, address: str, content: str) -> str:
        words = content.strip()
        before, after = content[: len(content) - len(content.lstrip())], content[len(content.rstrip()) :]
        if not words:
            return content
        if tag == "a":
            if not _ADDRESS.fullmatch(address) or words == address or words == address.removeprefix("mailto:"):
                return content
            return f"{before}[{single_line(words)}]({address}){after}"
        mark = _EMPHASIS[tag]
        return content if "\n" in words or mark in words else f"{before}{mark}{words}{mark}{after}"
