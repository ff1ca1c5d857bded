"""What a move asks for."""

from typing import Any

from wtforms.validators import DataRequired, Length, ValidationError

from accounts.session import me
from core.errors import NotFound
from core.fields import Form, FormMark, Line, OneOf, Paragraphs
from core.languages import gettext as _
from core.languages import lazy_gettext as _l
from ideas.conversation import COMMENT_MOST
from ideas.models import Idea
from ideas.queries import get_idea
from reviews.models import Outcome
from trials.forms import EvaluationForm

REASON_MOST = 5_000


class MoveForm(Form):
    """A move that asks for nothing but the press of its button."""

    mark = FormMark()

    def details(self) -> dict[str, Any]:
        """What was filled in, under the names the workflow knows."""
        return {name: field.data for name, field in self._fields.items() if name != "csrf_token"}


class ReasonForm(MoveForm):
    """A move that needs a reason."""

    reason = Paragraphs(
        _l("Reason"),
        description=_l("Everybody can read it, and it stays in the history."),
        validators=[DataRequired(_l("Give a reason; it is shown to everybody.")), Length(max=REASON_MOST)],
    )


class FinishForm(MoveForm):
    """Finishing a trial: early only with a reason."""

    reason = Paragraphs(_l("Reason, if the planned end has not come yet"), validators=[Length(max=REASON_MOST)])


class ReplyForm(MoveForm):
    """The lab's official reply."""

    text = Paragraphs(
        _l("Reply"),
        description=_l("Say what happens next and when. You can use Markdown."),
        validators=[DataRequired(_l("Write the reply.")), Length(max=COMMENT_MOST)],
    )


class DecisionForm(ReasonForm):
    """The lab's decision to try an idea or to have it improved."""

    outcome = OneOf(
        _l("Decision"),
        choices=[(each.value, each.label) for each in (Outcome.TRY, Outcome.IMPROVE)],
        validators=[DataRequired(_l("Choose what is decided."))],
    )

    def details(self) -> dict[str, Any]:
        """The outcome and its reason."""
        return super().details() | {"outcome": Outcome(self.outcome.data)}


class MergeForm(ReasonForm):
    """Which idea this one becomes part of."""

    into = Line(
        _l("Number of the other idea"),
        description=_l("As it stands above its title, for example 2026-0042."),
        validators=[DataRequired(_l("Write the number of the other idea."))],
    )
    found: Idea | None = None

    def validate_into(self, field: Line) -> None:
        """There must be such an idea."""
        try:
            self.found = get_idea(field.data, reader=me())
        except NotFound:
            raise ValidationError(_("There is no idea with this number.")) from None

    def details(self) -> dict[str, Any]:
        """The other idea and the reason."""
        return super().details() | {"into": self.found}


class EvaluateForm(EvaluationForm, MoveForm):
    """What a trial showed."""

    def details(self) -> dict[str, Any]:
        """The evaluation as one text."""
        return {"evaluation": self.evaluation(), "mark": self.mark.data}


FORMS: dict[str, type[MoveForm]] = {
    "reply": ReplyForm,
    "decide": DecisionForm,
    "finish": FinishForm,
    "stop": ReasonForm,
    "evaluate": EvaluateForm,
    "withdraw": ReasonForm,
    "close": ReasonForm,
    "merge": MergeForm,
    "reopen": ReasonForm,
}
"""The form of each move that asks for something."""
