"""The command `ideas import`: an export of another system becomes ideas and comments here."""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from accounts.models import Organisation
from accounts.queries import organisation_by_code
from core.database import session
from core.errors import DomainError, NotFound
from core.languages import gettext as _
from core.languages import in_language, ngettext
from core.outbox import topics_put
from ideas.importing.reading import Export, understand
from ideas.importing.rows import BadRow, Row
from ideas.importing.service import DEFAULT_SOURCE, Report, import_rows


def _pairs(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    pairs = [value.rpartition("=") for value in values]
    if wrong := next(
        (value for value, (column, _by, name) in zip(values, pairs, strict=True) if not (column and name)), None
    ):
        raise click.BadParameter(f"{wrong!r} is not of the form COLUMN=FIELD.")
    return {column.strip(): name.strip() for column, _by, name in pairs}


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "mapping", metavar="COLUMN=FIELD", multiple=True, callback=_pairs, help="What a column holds.")
@click.option("--organisation", metavar="CODE", help="The organisation of ideas that name none we know.")
@click.option(
    "--source", metavar="NAME", default=DEFAULT_SOURCE, help="The system the file comes from; ids are unique in it."
)
@click.option("--encoding", metavar="NAME", default="", help="The file's encoding, where it is not found rightly.")
@click.option("--dry-run", is_flag=True, help="Read and check everything, keep nothing.")
@with_appcontext
def import_command(
    file: Path, mapping: dict[str, str], organisation: str | None, source: str, encoding: str, dry_run: bool
) -> None:
    """Import ideas and comments from JSON lines, JSON, CSV or TSV.

    Running it twice adds nothing. A row that cannot be taken is named with line and reason; only that row is left out.
    """
    with in_language("en"):
        try:
            home = _organisation(organisation)
            export = understand(file, mapping=mapping, encoding_name=encoding)
            report, understood = _save(
                export, source=source.strip() or DEFAULT_SOURCE, organisation=home, dry_run=dry_run
            )
        except DomainError as refusal:
            session.rollback()
            raise click.ClickException(f"{file.name}: {refusal}") from None
        for row in report.bad:
            click.echo(_("line %(line)s: %(reason)s", line=row.line, reason=row.reason), err=True)
        click.echo(_summary(export, report, dry_run=dry_run))
    if report.bad and not understood:
        raise click.exceptions.Exit(1)


def _organisation(code: str | None) -> Organisation | None:
    if code is None:
        return None
    if (found := organisation_by_code(code)) is None:
        raise NotFound(_("There is no organisation with the code %(code)s.", code=code))
    return found


def _save(export: Export, *, source: str, organisation: Organisation | None, dry_run: bool) -> tuple[Report, int]:
    """Save the rows under a progress bar; gives the report and how many rows could be read."""
    understood = 0
    progress = click.progressbar(
        length=export.records, label=export.path.name, file=sys.stderr, hidden=not sys.stderr.isatty()
    )
    with progress as bar:

        def after_batch() -> None:
            if not dry_run:
                session.commit()

        def watched() -> Iterator[Row]:
            nonlocal understood
            last = 0
            for row in export.rows():
                understood += not isinstance(row, BadRow)
                bar.update(row.line != last)
                last = row.line
                yield row

        report = import_rows(watched(), source=source, organisation=organisation, after_batch=after_batch)
    if dry_run:
        session.rollback()
    else:
        _carry_out(topics_put())
    return report, understood


def _carry_out(topics: set[str]) -> None:
    """Do at once what follows the change, as the search index does: no server need be running to find what came in."""
    for topic in sorted(topics):
        current_app.extensions["pump"].call_local(topic)


def _summary(export: Export, report: Report, *, dry_run: bool) -> str:
    ideas = ngettext("%(num)s idea", "%(num)s ideas", report.ideas)
    comments = ngettext("%(num)s comment", "%(num)s comments", report.comments)
    if dry_run:
        done = _("Would be imported: %(ideas)s and %(comments)s.", ideas=ideas, comments=comments)
    else:
        done = _("Imported: %(ideas)s and %(comments)s.", ideas=ideas, comments=comments)
    rest = _("Already here: %(here)s. Bad rows: %(bad)s.", here=report.already_here, bad=len(report.bad))
    return f"{done} {rest} ({export.description})"
