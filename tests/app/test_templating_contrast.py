"""Every pair of colours that meets on a page can be read, in the light and in the dark."""

import re
from itertools import product

import pytest

from config import HERE

TOKENS = (HERE / "static/css/1-tokens.css").read_text()
LIGHT, DARK = (dict(re.findall(r"--([\w-]+):(#[0-9A-F]{6})", part)) for part in TOKENS.split("@media", 1))
COLOURS = ("indigo", "saffron", "lotus", "leaf", "clay", "slate")
GROUNDS = ("paper", "surface")

TEXT = [
    *product(("ink", "muted", *COLOURS), GROUNDS),
    *((colour, f"{colour}-wash") for colour in COLOURS),
    *(("ink", f"{colour}-wash") for colour in COLOURS),
    *((f"on-{colour}", colour) for colour in COLOURS),
    # The quiet words of a lab's reply, the hover of a menu, the filled button under the pointer.
    ("muted", "indigo-wash"), ("muted", "saffron-wash"), ("indigo", "indigo-wash"), ("paper", "ink"),
]  # fmt: skip
EDGES = [*product(("edge",), GROUNDS), *product(COLOURS, GROUNDS)]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_contrast_is_measured_as_the_guidelines_do() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_both_schemes_name_the_same_colours() -> None:
    assert LIGHT.keys() == DARK.keys()


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT)
def test_text_reaches_four_and_a_half_to_one(scheme: dict[str, str], text: str, ground: str) -> None:
    assert contrast(scheme[text], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_and_icons_reach_three_to_one(scheme: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(scheme[edge], scheme[ground]) >= 3


def test_colours_are_named_only_in_the_table_of_tokens() -> None:
    strays = {
        sheet.name: found
        for sheet in (HERE / "static/css").glob("*.css")
        if sheet.name != "1-tokens.css"
        # Paper is white and ink black; the arrow of a list cannot read a variable.
        if (
            found := set(re.findall(r"#[0-9A-Fa-f]{3,8}\b", sheet.read_text()))
            - {"#000", "#FFFFFF", "#000000", "#3A3F4A"}
        )
    }

    assert strays == {}
