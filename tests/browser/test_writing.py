"""Writing in a real browser: drafts that save themselves, and a press while a save is still on its way."""

from typing import Any

from core.database import session
from ideas.models import Idea, Stage

SLOW_ANSWERS = """() => {
  const send = window.fetch;
  window.fetch = async (...all) => {
    const answer = await send(...all);
    await new Promise((go) => setTimeout(go, 600));
    return answer;
  };
}"""


def ideas() -> list[Idea]:
    session.rollback()
    return session.query(Idea).all()


def saved(visitor: Any) -> None:
    visitor.page.get_by_text("Saved", exact=True).wait_for()


def test_a_draft_saves_itself_and_is_there_after_a_reload(make: Any, visit: Any) -> None:
    visitor = visit(make.person()).open("ideas.new")
    visitor.fill(title="Numbers with an hour")

    saved(visitor)
    visitor.page.reload()

    assert visitor.find("#title").input_value() == "Numbers with an hour"
    assert [(idea.stage, idea.title) for idea in ideas()] == [(Stage.DRAFT, "Numbers with an hour")]


def test_a_press_while_a_save_is_on_its_way_posts_one_idea(make: Any, visit: Any) -> None:
    visitor = visit(make.person()).open("ideas.new")
    visitor.fill(title="Numbers with an hour", problem="They wait.")
    saved(visitor)
    visitor.fill(proposal="Give an hour with the number.")
    visitor.page.evaluate(SLOW_ANSWERS)
    with visitor.page.expect_request("**/drafts/autosave**"):
        pass

    visitor.press("Post the idea")
    visitor.page.wait_for_url("**/ideas/2*")

    assert [(idea.stage, idea.proposal) for idea in ideas()] == [(Stage.PROPOSAL, "Give an hour with the number.")]


def test_the_preview_shows_what_the_page_will_show(make: Any, visit: Any) -> None:
    visitor = visit(make.person()).open("ideas.new")
    visitor.fill(problem="They wait **two hours**.")

    visitor.find("[data-preview-for=problem]").click()

    assert visitor.find("#problem-preview strong").inner_text() == "two hours"
