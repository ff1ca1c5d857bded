"""Style, scripts, font and icons, each at an address that changes with its content and may be kept for ever."""

import gzip
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from importlib.resources import files
from pathlib import Path, PurePosixPath
from posixpath import relpath

import brotli  # type: ignore[import-untyped]
from flask import Blueprint, Flask, Response, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue

blueprint = Blueprint("assets", __name__)

MEDIA_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml; charset=utf-8",
    ".ttf": "font/ttf",
}
FOR_EVER = "public, max-age=31536000, immutable"
REFERENCE = re.compile(rb"asset\(([\w./-]+)\)")
STATIC = Path(__file__).resolve().parent.parent / "static"


@dataclass
class Asset:
    """One file as it is sent, with its compressed forms, each made at most once in a process."""

    name: str
    body: bytes
    packed: dict[str, bytes] = field(default_factory=dict)

    @cached_property
    def address(self) -> str:
        """The name with the content's fingerprint before the ending: `kumnit.1f0c....css`."""
        path = PurePosixPath(self.name)
        return str(path.with_name(f"{path.stem}.{sha256(self.body).hexdigest()[:12]}{path.suffix}"))

    @property
    def media_type(self) -> str:
        """The Content-Type, by the name's ending."""
        return MEDIA_TYPES[PurePosixPath(self.name).suffix]

    def encoded(self, encoding: str) -> bytes:
        """Give the body as `br` or `gzip`, at the best level since it is packed only once."""
        if encoding not in self.packed:
            self.packed[encoding] = (
                brotli.compress(self.body) if encoding == "br" else gzip.compress(self.body, mtime=0)
            )
        return self.packed[encoding]


class Assets:
    """The files pages may ask for, read once; `asset(NAME)` inside one becomes the way to another."""

    def __init__(self, sources: dict[str, Callable[[], bytes]]) -> None:
        self._sources = sources
        self._read: dict[str, Asset] = {}

    def get(self, name: str) -> Asset:
        """Give an asset by its plain name; KeyError when there is none of that name."""
        if name not in self._read:
            folder = str(PurePosixPath(name).parent)
            body = REFERENCE.sub(lambda match: self._way(folder, match[1].decode()), self._sources[name]())
            self._read[name] = Asset(name, body)
        return self._read[name]

    def at(self, address: str) -> Asset:
        """Give the asset an address means, whatever its fingerprint; KeyError when there is none."""
        path = PurePosixPath(address)
        stem = path.stem.rpartition(".")[0]
        return self.get(str(path.with_name(stem + path.suffix)))

    def _way(self, folder: str, name: str) -> bytes:
        return f"./{relpath(self.get(name).address, folder)}".encode()


def init_assets(app: Flask) -> None:
    """Offer the assets under /assets/ and `asset_url(name)` to templates."""
    app.extensions["kumnit_assets"] = Assets(sources_of(STATIC))
    app.register_blueprint(blueprint)
    app.add_template_global(asset_url)


def sources_of(static: Path) -> dict[str, Callable[[], bytes]]:
    """List what can be served: our files, and Bootstrap's style and the Khmer font from their packages."""
    own = {
        file.relative_to(static).as_posix(): file.read_bytes
        for file in static.rglob("*")
        if file.suffix in (".js", ".svg")
    }
    return own | {
        "kumnit.css": lambda: b"".join(file.read_bytes() for file in sorted((static / "css").glob("*.css"))),
        "bootstrap.css": bootstrap_style,
        "noto-sans-khmer.ttf": khmer_font,
    }


def bootstrap_style() -> bytes:
    """Read Bootstrap's style and put it in a cascade layer, so that any rule of ours wins over any of its own."""
    css = (files("flask_bootstrap") / "static/bootstrap5/css/bootstrap.min.css").read_bytes()
    css = css.removeprefix(b'@charset "UTF-8";').partition(b"/*# sourceMappingURL")[0]
    return b"@layer bootstrap{" + css + b"}"


def khmer_font() -> bytes:
    """Read Noto Sans Khmer, all weights in one file."""
    return (files("fontpkg_noto_sans_khmer") / "files/NotoSansKhmer[wdth,wght].ttf").read_bytes()


def asset_url(name: str) -> str:
    """Give the address of an asset, such as `kumnit.css` or `js/kumnit.js`."""
    return url_for("assets.asset", address=_assets().get(name).address)


@blueprint.get("/assets/<path:address>")
def asset(address: str) -> ResponseReturnValue:
    """Send an asset in the best encoding the browser takes; an address from before an upgrade leads to today's file."""
    try:
        found = _assets().at(address)
    except (KeyError, ValueError):
        abort(404)
    if found.address != address:
        return redirect(url_for(".asset", address=found.address))
    return _answer(found)


def _answer(found: Asset) -> Response:
    encoding = request.accept_encodings.best_match(["br", "gzip"])
    answer = Response(found.encoded(encoding) if encoding else found.body, content_type=found.media_type)
    answer.headers["Cache-Control"] = FOR_EVER
    answer.vary.add("Accept-Encoding")
    if encoding:
        answer.content_encoding = encoding
    return answer


def _assets() -> Assets:
    assets: Assets = current_app.extensions["kumnit_assets"]
    return assets
