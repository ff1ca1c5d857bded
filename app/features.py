"""The features of the house on one screen. Each line can be taken out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint

import accounts.cli
import accounts.views
import ideas.cli
import ideas.panels
import ideas.views
import notifications.panels
import notifications.views
import reviews.panels
import search_index.cli
import search_index.indexer
import search_index.panels
import search_index.views
import trials.panels
import trials.views
import voting.panels
import voting.views
import workflow.cli
import workflow.panels
import workflow.views
from app import home
from app.demo import cli as demo
from app.jobs import Pump
from core.panels import Panel


@dataclass(frozen=True, slots=True)
class Feature:
    """What a feature brings: its pages and commands, its panels on other pages, its work after a commit."""

    blueprints: Sequence[Blueprint]
    panels: Sequence[Panel] = ()
    pumps: Mapping[str, Pump] = field(default_factory=dict)


FEATURES = (
    Feature([home.blueprint]),
    Feature([accounts.views.blueprint, accounts.cli.blueprint]),
    Feature([notifications.views.blueprint], notifications.panels.PANELS),
    Feature([ideas.views.blueprint, ideas.cli.blueprint], ideas.panels.PANELS),
    Feature([voting.views.blueprint], voting.panels.PANELS),
    Feature([], reviews.panels.PANELS),
    Feature([trials.views.blueprint], trials.panels.PANELS),
    Feature([workflow.views.blueprint, workflow.cli.blueprint], workflow.panels.PANELS),
    Feature(
        [search_index.views.blueprint, search_index.cli.blueprint],
        search_index.panels.PANELS,
        pumps={"search": search_index.indexer.drain, "similar": search_index.indexer.look_for_neighbours},
    ),
    Feature([demo.blueprint]),
)
