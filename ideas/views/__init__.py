"""The pages of ideas: finding, reading, writing, talking, files and history."""

from ideas.views import files, history, idea, listing, merging, talk, writing
from ideas.views.routes import blueprint

__all__ = ["blueprint", "files", "history", "idea", "listing", "merging", "talk", "writing"]
