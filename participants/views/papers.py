"""A letter that is not sent yet, as PDF: what the desk looks at before it says yes."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from correspondence import printing, wording
from lib.pdf import DocumentError

NO_REFERENCE = "–"  # it gets its number when it is sent


def shown(request, conference, letter: dict, *, back):
    """Return the PDF of a letter as it would be ordered (letter_emails); a redirect with a sentence when it cannot be."""
    now = timezone.now()
    subject, text = wording.worded(conference, letter["kind"], letter["language"])
    sheet = printing.Sheet(
        head=printing.head_of(conference),
        subject=subject,
        text=text,
        reference=NO_REFERENCE,
        dated_on=now.astimezone(conference.zone).date(),
        ordered_at=now,
        **letter,
    )
    try:
        response = HttpResponse(printing.pdf(sheet), content_type="application/pdf")
    except DocumentError as problem:
        messages.error(request, f"The letter cannot be printed. {problem}")
        return redirect(back)
    response["Content-Disposition"] = f'inline; filename="{letter["kind"].replace("_", "-")}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
