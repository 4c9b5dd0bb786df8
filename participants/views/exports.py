"""The desk's list as a file: the rows, the columns and the order that the page shows."""

import tempfile

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from conference import rules
from conference.access import allow, also_when_archived
from lib import spreadsheets
from participants import actions, columns, questions
from participants.views.lists import ordered, registrations

ROWS_AT_ONCE = 200


@require_POST
@allow(rules.may_work_the_desk)
@also_when_archived
def export(request, conference, kind):
    """Stream the list, or with `everything` all columns of its rows, as CSV or XLSX; the history says who took it."""
    if kind not in KINDS:
        raise Http404
    found, table = registrations(request, conference)
    everything = [*columns.COLUMNS.values(), *found.further_columns]
    chosen = columns.for_export(everything if "everything" in request.GET else found.shown_columns)
    rows, now = ordered(request, table), timezone.now()
    actions.note_export(
        conference,
        kind=kind,
        which=found.in_words(with_search=False),
        columns=[column.label for column in chosen],
        count=rows.count(),
        by=request.user,
        at=now,
    )
    rows = rows.with_invitation_state(now).for_columns(columns.COLUMNS)
    rows = lines(questions.with_answers(rows.prefetch_related(None).prefetch_related("tags")), chosen, conference.zone)
    return KINDS[kind](conference, f"{conference.slug}-registrations-{now:%Y-%m-%d}.{kind}", chosen, rows)


def _csv(conference, name, chosen, rows):
    said = spreadsheets.csv_lines([column.label for column in chosen], rows)
    response = StreamingHttpResponse(said, content_type=spreadsheets.CSV)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _xlsx(conference, name, chosen, rows):
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    spreadsheets.write_xlsx(file, [column.label for column in chosen], rows, sheet=conference.short_title)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=spreadsheets.XLSX)


KINDS = {"csv": _csv, "xlsx": _xlsx}


def lines(registrations, chosen, zone):
    """Yield what each registration says in these columns, a few hundred rows in memory at a time."""
    for registration in registrations.iterator(chunk_size=ROWS_AT_ONCE):
        yield [text_of(column, registration, zone) for column in chosen]


def text_of(column, registration, zone) -> str:
    """Return a cell's text; moments stand in the conference's zone."""
    value = column.value(registration)
    if column.is_moment:
        return f"{value.astimezone(zone):%Y-%m-%d %H:%M}" if value else ""
    return value.replace("\r\n", "\n")
