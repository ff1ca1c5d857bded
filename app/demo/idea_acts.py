"""How one idea of the demonstration came to be what it is: each thing that happened as a call to a service."""

from collections.abc import Iterator
from functools import partial
from random import Random

from app.demo import trial_acts, world
from app.demo.cast import Cast
from app.demo.stories import CommentStory, IdeaStory
from app.demo.timeline import Happening
from ideas import service as ideas
from ideas.conversation import say
from ideas.models import CommentKind, Idea
from ideas.text import IdeaText
from notifications.service import follow
from voting import service as voting
from workflow.service import move

MOVES = {"withdrawn": "withdraw", "not_now": "close", "merged": "merge"}
WAIT_FOR_SUPPORT = 12.0
"""Days after which, on average, a colleague finds an idea and supports it."""


def happenings(story: IdeaStory, cast: Cast) -> Iterator[Happening]:
    """Everything that happened to the idea, each with the days since."""
    yield story["posted"], partial(_begin, story, cast)
    if story["stage"] == "draft":
        return
    for comment in story.get("comments", []):
        yield comment["days"], partial(_comment, story, comment, cast)
    yield from _supports(story, cast)
    yield from _answers(story, cast)
    for trial in story.get("trials", []):
        yield from trial_acts.happenings(story["key"], trial, cast)
    if "close" in story:
        yield story["close"]["days"], partial(_close, story, cast)


def form_mark(story: IdeaStory) -> str:
    """The mark by which a second run knows the idea."""
    return f"demonstration:{story['key']}"


def _begin(story: IdeaStory, cast: Cast) -> None:
    author = cast.people[story["author"]]
    text = IdeaText(
        title=story["title"],
        problem=story["problem"],
        proposal=story["proposal"],
        gain=story["gain"],
        language=story["language"],
        second_title=story.get("second_title", ""),
        second_summary=story.get("second_summary", ""),
        organisation_id=world.organisation(story["organisation"]).id,
        province=story["province"],
        tags=tuple(story["tags"]),
    )
    idea = cast.ideas[story["key"]] = ideas.draft(text, by=author, form_mark=form_mark(story))
    if story["stage"] != "draft":
        move("submit", idea, by=author)


def _comment(story: IdeaStory, comment: CommentStory, cast: Cast) -> None:
    answered = comment.get("reply_to")
    cast.comments[story["key"], comment["key"]] = say(
        cast.ideas[story["key"]],
        comment["text"],
        by=cast.people[comment["by"]],
        kind=CommentKind(comment["kind"]),
        parent=cast.comments[story["key"], answered] if answered else None,
    )


def _supports(story: IdeaStory, cast: Cast) -> Iterator[Happening]:
    """Colleagues support the idea while it is open, most of them soon; the same ones in every demonstration."""
    luck = Random(story["key"])  # noqa: S311 - a story, not a secret
    closed = _open_until(story)
    colleagues = sorted(cast.people.keys() - {story["author"]})
    for place, key in enumerate(luck.sample(colleagues, story.get("supports", 0))):
        wait = min(int(luck.expovariate(1 / WAIT_FOR_SUPPORT)), story["posted"] - closed - 1)
        yield (
            story["posted"] - max(wait, 0),
            partial(_support, story["key"], key, cast, place < story.get("would_try", 0)),
        )


def _open_until(story: IdeaStory) -> int:
    """How many days ago the idea closed or was evaluated first; 0 when it still takes support."""
    ends = [trial["evaluation"]["days"] for trial in story.get("trials", []) if "evaluation" in trial]
    if "close" in story:
        ends.append(story["close"]["days"])
    return max(ends, default=0)


def _support(key: str, colleague: str, cast: Cast, would_try: bool) -> None:
    idea, person = cast.ideas[key], cast.people[colleague]
    if would_try:
        voting.would_try(idea, by=person, yes=True, shows_organisation=True)
        follow(idea.id, by=person)
    else:
        voting.support(idea, by=person)


def _answers(story: IdeaStory, cast: Cast) -> Iterator[Happening]:
    if reply := story.get("reply"):
        yield reply["days"], partial(_move, "reply", story, cast, by=reply["by"], text=reply["text"])
    if decision := story.get("decision"):
        details = {"outcome": decision["outcome"], "reason": decision["reason"]}
        yield decision["days"], partial(_move, "decide", story, cast, by=decision["by"], **details)


def _move(name: str, story: IdeaStory, cast: Cast, *, by: str, **details: str | Idea) -> None:
    move(name, cast.ideas[story["key"]], by=cast.people[by], details=details)


def _close(story: IdeaStory, cast: Cast) -> None:
    told = story["close"]
    into = {"into": cast.ideas[told["merged_into"]]} if "merged_into" in told else {}
    _move(MOVES[told["kind"]], story, cast, by=told["by"], reason=told["reason"], **into)
