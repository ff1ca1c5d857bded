"""Writing ideas: drafts, edits with every version kept, tags, numbers, and the stage the workflow sets."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from accounts.models import Person
from accounts.queries import get_organisation
from core import clock
from core.database import hold, is_postgres, session
from core.errors import Invalid, NotAllowed, RuleBroken
from core.languages import gettext as _
from core.text.clean import clean
from ideas import events, policy, queries
from ideas.models import Author, Idea, IdeaNumber, IdeaTag, IdeaVersion, MergeRequest, Stage
from ideas.text import NEEDED, IdeaText, text_of
from notifications.service import tell


class StaleEdit(RuleBroken):
    """Somebody else changed the idea since the editor read it; carries what they wrote for the page that shows both."""

    def __init__(self, idea: Idea) -> None:
        super().__init__(
            _("Somebody changed this idea while you were writing. Your text is kept below, beside theirs.")
        )
        self.idea = idea
        self.theirs = text_of(idea)
        self.version = idea.version


def draft(text: IdeaText, *, by: Person, form_mark: str | None = None) -> Idea:
    """Start an idea; the same form sent twice gives the same idea."""
    if form_mark and (made := queries.made_by_form(form_mark, by)):
        return made
    idea = Idea(stage=Stage.DRAFT, form_mark=form_mark or None, authorships=[Author(person=by)])
    _write(idea, text.cleaned())
    try:
        with session.begin_nested():
            session.add(idea)
            session.flush()
    except IntegrityError:
        # The other of two presses was a moment quicker.
        if form_mark and (made := queries.made_by_form(form_mark, by)):
            return made
        raise
    return idea


def edit(idea: Idea, text: IdeaText, *, by: Person, version: int) -> Idea:
    """Change what an idea says. `version` is the one the editor read; StaleEdit when it is no longer the latest."""
    if not policy.may_edit(by, idea):
        raise NotAllowed(_("Only its authors change an idea."))
    text = text.cleaned()
    # From here on the row is ours, so of two editors at once the second sees the first one's version.
    hold(idea)
    if text == text_of(idea):
        return idea
    if version != idea.version:
        raise StaleEdit(idea)
    if policy.is_published(idea):
        _refuse_emptied(text_of(idea), text)
    _write(idea, text)
    session.flush()
    if policy.is_published(idea):
        number = keep_version(idea, by=by)
        events.record(idea, "edited", by=by, data={"version": number})
    return idea


def keep(
    text: IdeaText, *, by: Person, idea: Idea | None = None, version: int | None = None, form_mark: str | None = None
) -> Idea:
    """Keep what a writing form says: in the idea it was opened for, else in a new draft.

    A form sent again finds its draft by the mark, and so needs no version; StaleEdit when the same form was
    posted before with other words.
    """
    if idea is None:
        idea = draft(text, by=by, form_mark=form_mark)
        if policy.is_published(idea) and text.cleaned() != text_of(idea):
            raise StaleEdit(idea)
    return edit(idea, text, by=by, version=idea.version if version is None else version)


def _refuse_emptied(before: IdeaText, after: IdeaText) -> None:
    # An idea taken over from elsewhere may lack something; what a posted one has, it keeps.
    for field, sentence in NEEDED.items():
        if getattr(before, field) and not getattr(after, field):
            raise Invalid(sentence, field=field)


def _write(idea: Idea, text: IdeaText) -> None:
    organisation = get_organisation(text.organisation_id) if text.organisation_id else None
    idea.title, idea.problem, idea.proposal, idea.gain = text.title, text.problem, text.proposal, text.gain
    idea.language, idea.second_title, idea.second_summary = text.language, text.second_title, text.second_summary
    idea.organisation = organisation
    idea.ministry_id = organisation.top_id if organisation else None
    idea.province = text.province
    kept = {row.tag: row for row in idea.tag_rows}
    idea.tag_rows = [kept.get(tag) or IdeaTag(tag=tag) for tag in text.tags]
    idea.updated_at = clock.now()


def keep_version(idea: Idea, *, by: Person | None) -> int:
    """Keep what the idea says now as its next version; gives the version's number."""
    last = session.scalar(select(func.max(IdeaVersion.number)).where(IdeaVersion.idea_id == idea.id)) or 0
    said = text_of(idea)
    session.add(
        IdeaVersion(
            idea_id=idea.id,
            number=last + 1,
            title=said.title,
            problem=said.problem,
            proposal=said.proposal,
            gain=said.gain,
            language=said.language,
            second_title=said.second_title,
            second_summary=said.second_summary,
            organisation_id=said.organisation_id,
            province=said.province,
            tags=list(said.tags),
            editor_id=by.id if by else None,
            at=clock.now(),
        )
    )
    session.flush()
    return last + 1


def discard_draft(idea: Idea, *, by: Person) -> None:
    """Throw a draft away; nothing published can be."""
    if not policy.is_author(by, idea):
        raise NotAllowed(_("Only its authors throw a draft away."))
    if policy.is_published(idea):
        raise RuleBroken(_("This idea has been submitted; it can be withdrawn, and its history stays."))
    session.delete(idea)
    session.flush()


def next_number(at: datetime) -> str:
    """The next number of the year, as 2026-0042. A number that was given is never given again."""
    year = clock.local_date(at).year
    insert = (postgresql if is_postgres() else sqlite).insert(IdeaNumber).values(year=year, last=1)
    last = session.execute(
        insert.on_conflict_do_update(index_elements=[IdeaNumber.year], set_={"last": IdeaNumber.last + 1}).returning(
            IdeaNumber.last
        )
    ).scalar_one()
    return f"{year}-{last:04d}"


def ask_to_merge(idea: Idea, *, into: Idea, by: Person, reason: str) -> MergeRequest:
    """The author of one idea asks the author of another to unite the two; asking twice changes the wish."""
    if not policy.is_author(by, idea):
        raise NotAllowed(_("Only its authors propose to merge an idea."))
    if Stage.PROPOSAL is not idea.stage or not into.is_open or into.id == idea.id:
        raise RuleBroken(_("A proposal can be merged into another idea that is still open."))
    reason = clean(reason).strip()
    if not reason:
        raise Invalid(_("Say why: the authors of the other idea read it."), field="reason")
    session.execute(delete(MergeRequest).where(MergeRequest.idea_id == idea.id, MergeRequest.answered_at.is_(None)))
    request = MergeRequest(idea_id=idea.id, into_id=into.id, asked_by_id=by.id, reason=reason)
    session.add(request)
    event = events.record(idea, "merge-asked", by=by, reason=reason, data={"into": into.number})
    tell([each.person_id for each in into.authorships], event_id=event.id, but=by, urgent=True)
    return request


def answer_merge(request: MergeRequest, *, accepted: bool, by: Person) -> None:
    """The author of the other idea answers; the merge itself is a move of the workflow."""
    if not policy.is_author(by, request.into):
        raise NotAllowed(_("Only the authors of the other idea answer this."))
    hold(request)
    if request.answered_at is not None:
        raise RuleBroken(_("This has been answered already."))
    request.answered_at, request.accepted = clock.now(), accepted
    session.flush()
    kind = "merge-agreed" if accepted else "merge-declined"
    event = events.record(request.idea, kind, by=by, data={"into": request.into.number})
    tell([request.asked_by_id], event_id=event.id, but=by, urgent=True)
