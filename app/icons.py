"""Icons drawn into the page: Bootstrap's, cut from the sprite in its package, and our own lotus for support."""

import re
from functools import lru_cache
from importlib.resources import files

from markupsafe import Markup

SYMBOL = re.compile(r'<symbol [^>]*viewBox="([^"]+)" id="([^"]+)">(.*?)</symbol>', re.DOTALL)
LOTUS_BOX = "0 0 20 20"
LOTUS = (
    '<path d="M10 2.5c2.1 2.5 3.1 4.8 3.1 6.9 1.2-.9 2.7-1.5 4.7-1.7-.2 4.8-2.7 8.5-7.8 9.5'
    '-5.1-1-7.6-4.7-7.8-9.5 2 .2 3.5.8 4.7 1.7 0-2.1 1-4.4 3.1-6.9Z"/>'
)

FRAME = Markup(
    '<svg class="icon" viewBox="{box}" width="16" height="16" fill="currentColor" aria-hidden="true" focusable="false">'
    "{drawing}</svg>"
)


@lru_cache(maxsize=512)
def icon(name: str) -> Markup:
    """Draw a Bootstrap icon, or `lotus`, in the size of the text; screen readers pass over it; KeyError if unknown."""
    box, drawing = _drawings()[name]
    return FRAME.format(box=box, drawing=drawing)


@lru_cache(maxsize=1)
def _drawings() -> dict[str, tuple[str, Markup]]:
    sprite = (files("flask_bootstrap") / "static/bootstrap5/icons/bootstrap-icons.svg").read_text()
    drawn = {name: (box, drawing) for box, name, drawing in SYMBOL.findall(sprite)} | {"lotus": (LOTUS_BOX, LOTUS)}
    # Drawings come out of an installed package and this file, never from a person.
    return {name: (box, Markup(drawing)) for name, (box, drawing) in drawn.items()}  # noqa: S704
