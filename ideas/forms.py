"""What is filled in about an idea: the idea itself, a comment, a file, a removal, a wish to merge."""

import re
from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from wtforms import Field, HiddenField, RadioField
from wtforms.validators import DataRequired, Length, ValidationError

from accounts.forms import organisation_choices, province_choices
from accounts.models import Person
from accounts.session import me
from core.errors import NotFound
from core.fields import Choice, Form, FormMark, Line, Paragraphs
from core.languages import LANGUAGES, current_language
from core.languages import gettext as _
from core.languages import lazy_gettext as _l
from ideas import policy
from ideas.models import Comment, CommentKind, Idea
from ideas.queries import get_idea
from ideas.text import TITLE_MOST, IdeaText, text_of

REASON_MOST = 2_000
FILES_ACCEPTED = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp"
BETWEEN_TAGS = re.compile(r"[,;\n\u17d4]")


class NeededToPost:
    """Marks what an idea needs before it is posted; a draft may still lack it."""

    field_flags = {"required": True}

    def __call__(self, _form: Form, _field: Field) -> None:
        """Let everything pass: the workflow asks when the idea is posted."""


class Version(HiddenField):
    """Which version of the text the writer read; None where the form was new."""

    data: int | None  # type: ignore[assignment]

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Take the number; anything else counts as the oldest version there is."""
        sent = str(valuelist[0]).strip() if valuelist else ""
        self.data = (int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0) if sent else None


class Tags(Line):
    """Tags, with commas between them."""

    def process_data(self, value: Any) -> None:
        """Show them in one line."""
        self.data = ", ".join(value or ())

    @property
    def names(self) -> tuple[str, ...]:
        """The tags that were written."""
        return tuple(BETWEEN_TAGS.split(self.data))


class IdeaForm(Form):
    """An idea: three questions, and whom it concerns."""

    mark = FormMark()
    version = Version()
    title = Line(
        _l("Title"),
        description=_l("One sentence that a colleague in another ministry understands."),
        validators=[
            NeededToPost(),
            Length(max=TITLE_MOST, message=_l("Shorten the title: it has at most %(max)d characters.")),
        ],
    )
    problem = Paragraphs(
        _l("What is the problem?"),
        description=_l("Who has it, how often, and what does it cost them?"),
        validators=[NeededToPost()],
    )
    proposal = Paragraphs(
        _l("What do you propose?"),
        description=_l("What would be done differently, by whom, and where could it be tried first?"),
        validators=[NeededToPost()],
    )
    gain = Paragraphs(
        _l("What could be gained?"),
        description=_l("For citizens and for colleagues: time, money, visits, trust. A number helps."),
    )
    organisation_id = Choice(_l("Organisation it concerns"), validators=[NeededToPost()])
    province = Choice(_l("Province"))
    tags = Tags(
        _l("Tags"),
        description=_l("A few words, with commas between them."),
    )
    language = Choice(_l("Language you write in"), choices=list(LANGUAGES.items()), validators=[NeededToPost()])
    second_title = Line(
        _l("Title in the other language"),
        validators=[Length(max=TITLE_MOST, message=_l("Shorten the title: it has at most %(max)d characters."))],
    )
    second_summary = Paragraphs(_l("Summary in the other language"))

    def __init__(self, idea: Idea | None = None) -> None:
        super().__init__(data=_facts(idea, me()))
        organisations = organisation_choices()
        if idea and idea.organisation and str(idea.organisation_id) not in dict(organisations):
            organisations.append((str(idea.organisation_id), idea.organisation.name))
        self.organisation_id.choices = [("", _("Choose one")), *organisations]
        self.province.choices = [("", _("Not in one province")), *province_choices()]

    def text(self) -> IdeaText:
        """What was written."""
        return IdeaText(
            title=self.title.data,
            problem=self.problem.data,
            proposal=self.proposal.data,
            gain=self.gain.data,
            language=self.language.data,
            second_title=self.second_title.data,
            second_summary=self.second_summary.data,
            organisation_id=int(self.organisation_id.data) if self.organisation_id.data else None,
            province=self.province.data or None,
            tags=self.tags.names,
        )

    @property
    def says_nothing(self) -> bool:
        """Whether no word was written yet."""
        written = (self.title, self.problem, self.proposal, self.gain, self.second_title, self.second_summary)
        return not any(field.data for field in written)


def _facts(idea: Idea | None, writer: Person) -> dict[str, Any]:
    if idea is None:
        return {
            "language": current_language(),
            "organisation_id": str(writer.organisation_id or ""),
            "province": writer.province or "",
        }
    said = text_of(idea)
    facts: dict[str, Any] = {name: getattr(said, name) for name in IdeaText.__dataclass_fields__}
    return facts | {
        "organisation_id": str(said.organisation_id or ""),
        "province": said.province or "",
        "version": idea.version,
        "mark": idea.form_mark,
    }


class FilesField(MultipleFileField):
    """Files that were chosen; an empty choice is no file."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Leave out what a browser sends for nothing chosen."""
        self.data = [file for file in valuelist if file and file.filename]


class CommentForm(Form):
    """Something said about an idea."""

    mark = FormMark()
    parent = HiddenField()
    kind = RadioField(_l("Meant as"), validators=[DataRequired(_l("Choose what it is meant as."))])
    body = Paragraphs(
        _l("Your comment"),
        description=_l("You can use Markdown."),
        validators=[DataRequired(_l("Write something first."))],
    )
    files = FilesField(
        _l("Files"), description=_l("Images, PDF or office files."), render_kw={"accept": FILES_ACCEPTED}
    )

    def __init__(self, idea: Idea, parent: Comment | None = None) -> None:
        super().__init__(data={"kind": self._first_kind(parent), "parent": parent.id if parent else ""})
        self.kind.choices = [(kind.value, kind.label) for kind in self._kinds(idea, parent)]

    @staticmethod
    def _first_kind(parent: Comment | None) -> str:
        within = parent is not None and parent.kind is CommentKind.INTERNAL
        return (CommentKind.INTERNAL if within else CommentKind.COMMENT).value

    @staticmethod
    def _kinds(idea: Idea, parent: Comment | None) -> list[CommentKind]:
        if parent is not None and parent.kind is CommentKind.INTERNAL:
            return [CommentKind.INTERNAL]
        kinds = [CommentKind.COMMENT, CommentKind.QUESTION, CommentKind.OFFER]
        if parent is None and policy.may_write(me(), idea, CommentKind.INTERNAL):
            kinds.append(CommentKind.INTERNAL)
        return kinds

    @property
    def parent_id(self) -> int | None:
        """The comment this answers."""
        sent = str(self.parent.data or "")
        return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else None


class EditCommentForm(Form):
    """A comment said differently."""

    version = Version()
    body = Paragraphs(
        _l("Your comment"),
        description=_l("You can use Markdown."),
        validators=[DataRequired(_l("Write something first."))],
    )


class RemovalForm(Form):
    """Why a comment is removed."""

    reason = Line(
        _l("Reason"),
        description=_l("It stays where the comment was, for everybody to read."),
        validators=[
            DataRequired(_l("Say why: the reason stays where the comment was.")),
            Length(max=500, message=_l("Shorten the reason: it has at most %(max)d characters.")),
        ],
    )


class FileForm(Form):
    """A file beside an idea."""

    file = FileField(
        _l("File"),
        description=_l("An image (JPEG, PNG, WebP), a PDF or an office file without macros."),
        validators=[DataRequired(_l("Choose a file first."))],
        render_kw={"accept": FILES_ACCEPTED},
    )


class MergeRequestForm(Form):
    """The wish that an idea becomes part of another."""

    into = Line(
        _l("Number of the other idea"),
        description=_l("As it stands above its title, for example 2026-0042."),
        validators=[DataRequired(_l("Write the number of the other idea."))],
    )
    reason = Paragraphs(
        _l("Why do the two belong together?"),
        description=_l("The authors of the other idea read it before they answer."),
        validators=[
            DataRequired(_l("Say why: the authors of the other idea read it.")),
            Length(max=REASON_MOST, message=_l("Shorten the reason: it has at most %(max)d characters.")),
        ],
    )
    found: Idea | None = None

    def validate_into(self, field: Line) -> None:
        """There must be such an idea."""
        try:
            self.found = get_idea(field.data, reader=me())
        except NotFound:
            raise ValidationError(_("There is no idea with this number.")) from None
