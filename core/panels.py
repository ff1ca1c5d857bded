"""Panels: what features show on pages they do not own, so that imports only ever go down."""

import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


class Place(enum.StrEnum):
    """Where on which page a panel stands."""

    IDEA_MAIN = "idea_main"
    IDEA_ASIDE = "idea_aside"
    IDEA_TALK = "idea_talk"
    CARD = "card"
    HOME_MAIN = "home_main"
    HOME_ASIDE = "home_aside"
    MINE = "mine"
    PERSON = "person"
    TRIAL_MAIN = "trial_main"
    TRIAL_ASIDE = "trial_aside"


Loader = Callable[[Sequence[Any], Any], Mapping[int, Any]]
"""Loads a panel for many things at once: (things, reader) -> what the template shows, by the thing's id.
A thing that is not among the answers shows no panel."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One feature's part of a page: its place, its rank there, its loader and its template."""

    place: Place
    order: int
    template: str
    load: Loader


@dataclass(frozen=True, slots=True)
class Filled:
    """A panel with what it shows for one thing; its template finds it under the name `panel`."""

    template: str
    data: Any


class Panels:
    """The panels of all features, by place and order."""

    def __init__(self) -> None:
        self._panels: list[Panel] = []

    def add(self, panels: Sequence[Panel]) -> None:
        """Take in the panels a feature offers."""
        self._panels = sorted([*self._panels, *panels], key=lambda panel: (panel.place, panel.order, panel.template))

    def fill(self, place: Place, things: Sequence[Any], reader: Any) -> dict[int, list[Filled]]:
        """Load every panel of the place for all the things; each loader is asked once whatever their number."""
        return self.fill_all([place], things, reader)[place]

    def fill_all(
        self, places: Sequence[Place], things: Sequence[Any], reader: Any
    ) -> dict[Place, dict[int, list[Filled]]]:
        """The same for several places of one page: a loader that serves two of them is asked once too."""
        filled: dict[Place, dict[int, list[Filled]]] = {place: {thing.id: [] for thing in things} for place in places}
        loaded: dict[Loader, Mapping[int, Any]] = {}
        for panel in self._panels if things else ():
            if panel.place in filled:
                if panel.load not in loaded:
                    loaded[panel.load] = panel.load(things, reader)
                for thing_id, data in loaded[panel.load].items():
                    filled[panel.place][thing_id].append(Filled(panel.template, data))
        return filled
