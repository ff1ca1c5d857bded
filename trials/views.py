"""The pages of trials; the moves that start, run, end and evaluate them stand with the workflow."""

from functools import partial

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

import ideas.queries
from accounts.session import me
from core.errors import Invalid, NotAllowed, NotFound, RuleBroken
from core.languages import gettext as _
from core.pagination import Page, read_where
from core.panels import Place
from core.text.clean import language_of
from ideas.models import Idea
from trials import policy, queries, service
from trials.forms import CheckInForm, CorrectionForm, DeclineForm, RepeatForm, SponsorForm
from trials.models import Mood, Trial, TrialState
from trials.plan_form import PlanForm
from trials.plans import StalePlan, first_plan, plan_of
from trials.sheets import sheets_of

blueprint = Blueprint("trials", __name__)


@blueprint.get("/trials")
def listing() -> ResponseReturnValue:
    """List all trials, or those in one state, the newest first."""
    state = _chosen_state()
    found = queries.trials_page(queries.TrialFilters(state=state), read_where(request.args.get))
    return render_template(
        "trials/listing.html",
        page=found,
        neighbours=_neighbours(found, state),
        state=state,
        counts=queries.count_by_state(),
        last=queries.last_readings(found.items),
        next_check_ins=queries.next_check_ins(found.items),
    )


def _chosen_state() -> TrialState | None:
    wanted = request.args.get("state", "")
    if wanted and wanted not in {state.value for state in TrialState}:
        raise NotFound(_("There is no such list of trials."))
    return TrialState(wanted) if wanted else None


def _neighbours(page: Page[Trial], state: TrialState | None) -> dict[str, object]:
    here = partial(url_for, "trials.listing", state=state)
    before, after = page.previous_mark, page.next_mark
    return {
        "previous_url": here(page=max(page.number - 1, 1), before=before) if before else None,
        "next_url": here(page=page.number + 1, after=after) if after else None,
        "page": page.number,
        "total": None,
    }


@blueprint.get("/trials/<int:trial_id>")
def trial(trial_id: int) -> ResponseReturnValue:
    """Show a trial: its plan on one screen, its readings drawn, its reports and what came of it."""
    return _show(_readable(trial_id), DeclineForm())


def _show(shown: Trial, decline_form: DeclineForm) -> str:
    panels = current_app.extensions["panels"]
    return render_template(
        "trials/trial.html",
        trial=shown,
        policy=policy,
        language_of=language_of,
        sheets=sheets_of(shown),
        check_ins=queries.check_ins_of(shown),
        next_check_in=queries.next_check_ins([shown]).get(shown.id),
        repeats=queries.repeats_of(shown),
        decline_form=decline_form,
        repeat_form=RepeatForm(),
        main=panels.fill(Place.TRIAL_MAIN, [shown], me())[shown.id],
        aside=panels.fill(Place.TRIAL_ASIDE, [shown], me())[shown.id],
    )


def _readable(trial_id: int) -> Trial:
    found = queries.get_trial(trial_id)
    if not policy.may_read_trial(me(), found):
        raise NotFound(_("There is no such trial."))
    return found


def _back_to(shown: Trial) -> ResponseReturnValue:
    return redirect(url_for("trials.trial", trial_id=shown.id))


@blueprint.route("/ideas/<idea_number:number>/trials/new", methods=["GET", "POST"])
def new(number: str) -> ResponseReturnValue:
    """Plan to try an idea."""
    idea = ideas.queries.get_idea(number, reader=me())
    if not policy.may_plan(me(), idea):
        raise RuleBroken(_("A closed idea cannot be tried."))
    form = PlanForm(first_plan(me()))
    if form.is_submitted() and not form.reshaped and form.validate():
        try:
            planned = service.plan(idea, by=me(), plan=form.plan(), mark=form.mark.data)
            flash(_("The plan is saved. What it still needs stands beside it."), "success")
            return _back_to(planned)
        except Invalid as refusal:
            form.refuse(refusal)
    return _plan_page(form, idea, None), 422 if form.summary.errors else 200


@blueprint.route("/trials/<int:trial_id>/edit", methods=["GET", "POST"])
def edit(trial_id: int) -> ResponseReturnValue:
    """Change a plan that is not locked; of two people at once the second sees both texts."""
    planned = _mine_to_edit(trial_id)
    form = PlanForm(plan_of(planned), version=planned.version)
    status = 422
    if form.is_submitted() and not form.reshaped and form.validate():
        try:
            service.change_plan(planned, by=me(), plan=form.plan(), version=form.seen_version)
            flash(_("The plan is saved."), "success")
            return _back_to(planned)
        except StalePlan as stale:
            form.stand_beside(stale)
            status = stale.status
        except Invalid as refusal:
            form.refuse(refusal)
    return _plan_page(form, planned.idea, planned), status if form.summary.errors else 200


def _plan_page(form: PlanForm, idea: Idea, planned: Trial | None) -> str:
    return render_template("trials/plan.html", form=form, idea=idea, trial=planned)


def _mine_to_edit(trial_id: int) -> Trial:
    planned = _readable(trial_id)
    if not policy.is_owner(me(), planned):
        raise NotAllowed(_("Only the owner of a trial changes its plan."))
    if not policy.may_edit_plan(me(), planned):
        raise RuleBroken(_("The plan was locked when the trial began to run."))
    return planned


@blueprint.route("/trials/<int:trial_id>/sponsor", methods=["GET", "POST"])
def sponsor(trial_id: int) -> ResponseReturnValue:
    """Name who shall cover the trial."""
    planned = _mine_to_edit(trial_id)
    form = SponsorForm(data={"sponsor": planned.sponsor})
    if form.validate_on_submit():
        try:
            service.name_sponsor(planned, form.sponsor.person, by=me())
            flash(_("The sponsor has been asked."), "success")
            return _back_to(planned)
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("trials/sponsor.html", form=form, trial=planned), 422 if form.errors else 200


@blueprint.post("/trials/<int:trial_id>/agree")
def agree(trial_id: int) -> ResponseReturnValue:
    """The sponsor says yes to the plan on the page."""
    asked = _readable(trial_id)
    seen = request.form.get("version", "")
    service.agree(asked, by=me(), version=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else None)
    flash(_("Thank you. The owner has been told that you agree."), "success")
    return _back_to(asked)


@blueprint.post("/trials/<int:trial_id>/decline")
def decline(trial_id: int) -> ResponseReturnValue:
    """The sponsor says no, with a reason."""
    asked = _readable(trial_id)
    form = DeclineForm()
    if not policy.is_sponsor(me(), asked):
        raise NotAllowed(_("Only the sponsor the plan names can answer."))
    if not form.validate_on_submit():
        return _show(asked, form), 422
    service.decline(asked, by=me(), reason=form.reason.data or "")
    flash(_("The owner has been told why."), "success")
    return _back_to(asked)


@blueprint.post("/trials/<int:trial_id>/repeat")
def repeat(trial_id: int) -> ResponseReturnValue:
    """Plan an evaluated trial anew in one's own unit."""
    planned = service.repeat(_readable(trial_id), by=me(), mark=RepeatForm().mark.data)
    flash(_("The plan was copied. Measure your own baseline, set the dates and name a sponsor."), "success")
    return redirect(url_for("trials.edit", trial_id=planned.id))


@blueprint.route("/trials/<int:trial_id>/check-ins/new", methods=["GET", "POST"])
def check_in(trial_id: int) -> ResponseReturnValue:
    """Report from a running trial."""
    running = _readable(trial_id)
    if not policy.is_owner(me(), running):
        raise NotAllowed(_("Only the owner of a trial checks in."))
    if not policy.may_check_in(me(), running):
        raise RuleBroken(_("Check-ins are written while the trial runs."))
    form = CheckInForm(running, queries.last_readings([running]))
    if form.validate_on_submit():
        try:
            _report(running, form)
            flash(_("Your report is saved."), "success")
            return _back_to(running)
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template("trials/check_in.html", form=form, trial=running), 422 if form.summary.errors else 200


def _report(running: Trial, form: CheckInForm) -> None:
    service.check_in(
        running,
        by=me(),
        on=form.on.data,
        mood=Mood(form.mood.data),
        learned=form.learned.data or "",
        next=form.next.data or "",
        readings=form.readings(),
        mark=form.mark.data,
    )


@blueprint.route("/readings/<int:reading_id>/supersede", methods=["GET", "POST"])
def supersede(reading_id: int) -> ResponseReturnValue:
    """Correct a reading; the old one stays on file."""
    reading = queries.get_reading(reading_id)
    measured = _readable(reading.metric.trial_id)
    if not policy.is_owner(me(), measured):
        raise NotAllowed(_("Only the owner of a trial corrects its readings."))
    form = CorrectionForm(data={"sample_size": reading.sample_size})
    if form.validate_on_submit():
        try:
            service.supersede(
                reading, by=me(), value=form.right_value, sample_size=form.sample_size.whole, note=form.note.data or ""
            )
            flash(_("The reading was corrected; the old value stays on file."), "success")
            return _back_to(measured)
        except Invalid as refusal:
            form.refuse(refusal)
    return render_template(
        "trials/supersede.html", form=form, reading=reading, trial=measured
    ), 422 if form.errors else 200
