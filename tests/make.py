"""The factories: a test says what matters to it, and the rest is made up. Everything is built through the services
a person's click would call, so nothing is in a state no person could bring it to."""

from datetime import timedelta
from itertools import count
from typing import Any

from flask_security import hash_password

import accounts.service
import ideas.conversation
import ideas.service
import trials.service
import workflow.service
from accounts.models import Organisation, OrganisationKind, Person, Role
from core import clock
from ideas.models import Comment, Idea, Stage, Verdict
from ideas.text import IdeaText
from trials.models import Mood, Trial, TrialState
from trials.service import EvaluationText, MetricPlan, NewReading, TrialPlan

_numbers = count(1)

STAGES = (Stage.DRAFT, Stage.PROPOSAL, Stage.TRIAL, Stage.EVALUATED)
STATES = (TrialState.PLANNED, TrialState.RUNNING, TrialState.FINISHED)


def organisation(parent: Organisation | None = None, **facts: Any) -> Organisation:
    """A ministry, or a unit below the parent."""
    number = next(_numbers)
    kind = OrganisationKind.UNIT if parent else OrganisationKind.MINISTRY
    usual = {"code": f"ORG{number}", "name_km": f"ក្រសួងទី {number}", "name_en": f"Ministry {number}", "kind": kind}
    return accounts.service.add_organisation(parent=parent, **{**usual, **facts})


def person(*, password: str | None = None, **facts: Any) -> Person:
    """A member with an account, who reads English; `password` for tests of signing in, which takes a moment to hash."""
    number = next(_numbers)
    usual = {"email": f"person{number}@example.gov.kh", "name_en": f"Person {number}", "language": "en"}
    if "organisation" not in facts:
        usual["organisation"] = organisation()
    made = accounts.service.add_person(**{**usual, **facts})
    accounts.service.open_account(made, password_hash=hash_password(password) if password else "no password fits")
    return made


def lab_officer(organisation: Organisation | None = None, **facts: Any) -> Person:
    """Somebody of the lab, for the organisation and below it, or for everything."""
    return _granted(Role.LAB, organisation, facts)


def leader(organisation: Organisation | None = None, **facts: Any) -> Person:
    """A leader, for the organisation and below it, or for everything."""
    return _granted(Role.LEADER, organisation, facts)


def admin(**facts: Any) -> Person:
    """An administrator."""
    return _granted(Role.ADMIN, None, facts)


def _granted(role: Role, organisation: Organisation | None, facts: dict[str, Any]) -> Person:
    made = person(**facts)
    accounts.service.grant(made, role, organisation=organisation, by=None)
    return made


def idea(*, stage: Stage = Stage.PROPOSAL, by: Person | None = None, **text: Any) -> Idea:
    """An idea as far as the stage (draft, proposal, trial, evaluated), by a person of its own when nobody is named."""
    number = next(_numbers)
    author = by or person()
    usual = {
        "title": f"A shorter way for paper {number}",
        "problem": "People wait two months for an answer that is in the next room.",
        "proposal": "Ask the next room.",
        "gain": "Two hours instead of two months.",
        "language": "en",
        "organisation_id": author.organisation_id,
    }
    made = ideas.service.draft(IdeaText(**{**usual, **text}), by=author)
    if stage is not Stage.DRAFT:
        workflow.service.move("submit", made, by=author)
    if stage is Stage.TRIAL:
        trial(made, state=TrialState.RUNNING)
    if stage is Stage.EVALUATED:
        evaluated_trial(made)
    return made


def comment(on: Idea | None = None, body: str = "We tried this, and it held.", **facts: Any) -> Comment:
    """A comment by a person of its own when nobody is named (`by=`)."""
    return ideas.conversation.say(on or idea(), body, **{"by": facts.pop("by", None) or person(), **facts})


def metric(**plan: Any) -> MetricPlan:
    """A measure with baseline and target, for a plan."""
    usual = {
        "name_km": "រយៈពេលរង់ចាំ",
        "name_en": "Waiting time",
        "unit": "days",
        "baseline": 60.0,
        "baseline_on": clock.today(),
        "baseline_how": "counted in the register",
        "target": 5.0,
        "main": True,
    }
    return MetricPlan(**{**usual, **plan})


def trial_plan(**plan: Any) -> TrialPlan:
    """A full plan of a light trial, ready to start."""
    usual = {
        "site": "District office",
        "hypothesis_if": "we ask the next room",
        "hypothesis_then": "people wait less",
        "hypothesis_because": "the answer is there",
        "steps": "Ask. Write it down. Answer.",
        "participants": "Everybody who hands in a paper in March",
        "costs_money": False,
        "personal_data": False,
        "changes_rule": False,
        "hard_to_undo": False,
        "stop_rule": "More than three complaints in a week",
        "starts_on": clock.today(),
        "ends_on": clock.today() + timedelta(days=60),
    }
    usual["organisation"] = plan.pop("organisation", None) or organisation()
    usual["metrics"] = tuple(plan.pop("metrics", None) or (metric(),))
    return TrialPlan(**{**usual, **plan})


def trial(
    of: Idea | None = None,
    *,
    owner: Person | None = None,
    sponsor: Person | None = None,
    state: TrialState = TrialState.PLANNED,
    started: bool = False,
    **plan: Any,
) -> Trial:
    """A trial of an idea, planned with its sponsor's yes; started, running or finished when asked for."""
    owner, sponsor = owner or person(), sponsor or person()
    about = of or idea()
    made = trials.service.plan(about, by=owner, plan=trial_plan(sponsor=sponsor, **plan))
    trials.service.agree(made, by=sponsor)
    reached = STATES.index(state)
    if started or reached:
        start = "start-light-trial" if about.stage is not Stage.EVALUATED else "try-in-my-unit"
        workflow.service.move(start, about, by=owner, trial=made)
    if reached >= STATES.index(TrialState.RUNNING):
        workflow.service.move("run", about, by=owner, trial=made)
    if reached >= STATES.index(TrialState.FINISHED):
        workflow.service.move("finish", about, by=owner, trial=made, details={"reason": "We know enough."})
    return made


def evaluated_trial(
    of: Idea | None = None, *, verdict: Verdict = Verdict.WORKED, evaluator: Person | None = None, **plan: Any
) -> Trial:
    """A trial that ran, was measured once, finished and was evaluated."""
    evaluator = evaluator or person()
    made = trial(of, state=TrialState.RUNNING, evaluator=evaluator, **plan)
    readings = [NewReading(metric=each, value=each.target or 1.0) for each in made.metrics]
    trials.service.check_in(made, by=made.owner, on=clock.today(), mood=Mood.ON_TRACK, readings=readings)
    workflow.service.move("finish", made.idea, by=made.owner, trial=made, details={"reason": "We know enough."})
    told = {"evaluation": evaluation(verdict=verdict)}
    workflow.service.move("evaluate", made.idea, by=evaluator, trial=made, details=told)
    return made


def evaluation(*, verdict: Verdict = Verdict.WORKED, **text: Any) -> EvaluationText:
    """What an evaluator writes."""
    usual = {"what_happened": "People waited five days instead of sixty."}
    return EvaluationText(verdict=verdict, **{**usual, **text})


def repeated_trial(of: Trial, *, owner: Person | None = None, sponsor: Person | None = None) -> Trial:
    """A repeat of an evaluated trial at another site, planned with a baseline of its own and its sponsor's yes."""
    owner, sponsor = owner or person(), sponsor or person()
    made = trials.service.repeat(of, by=owner)
    plan = trial_plan(sponsor=sponsor, organisation=owner.organisation)
    trials.service.change_plan(made, by=owner, plan=plan, version=made.version)
    trials.service.agree(made, by=sponsor)
    return made
