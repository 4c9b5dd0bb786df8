"""The desk's list as a file: the rows, the columns and the order that the page shows."""

import tempfile

from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from conference import rules
from conference.access import allow
from lib import spreadsheets
from participants import columns, questions
from participants.views.lists import ordered, registrations

ROWS_AT_ONCE = 200


@require_safe
@allow(rules.may_work_the_desk)
def export(request, conference, kind):
    """Stream the list, or with `everything` all columns of its rows, as CSV or XLSX."""
    if kind not in {"csv", "xlsx"}:
        raise Http404
    found, table = registrations(request, conference)
    everything = [*columns.COLUMNS.values(), *found.further_columns]
    shown = everything if "everything" in request.GET else found.shown_columns
    chosen = columns.for_export(shown)
    headers = [column.label for column in chosen]
    rows = ordered(request, table).with_invitation_state(timezone.now()).for_columns(columns.COLUMNS)
    related = questions.with_answers(rows.prefetch_related(None).prefetch_related("tags"))
    rows = lines(related, chosen, conference.zone)
    name = f"{conference.slug}-registrations-{timezone.now():%Y-%m-%d}.{kind}"
    if kind == "csv":
        response = StreamingHttpResponse(spreadsheets.csv_lines(headers, rows), content_type=spreadsheets.CSV)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    spreadsheets.write_xlsx(file, headers, rows, sheet=conference.short_title)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=spreadsheets.XLSX)


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
