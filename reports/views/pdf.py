"""Answering with a PDF."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.clickjacking import xframe_options_sameorigin

from lib.pdf import DocumentError
from reports import printing, tasks

COMES_BACK_AFTER = 2  # seconds
WAKES_EVERY = 10  # seconds: the worker is told again, in case that it was not there


def framed_by_us(view):
    """Let pages of ours, and no others, show the PDF that a view answers with beside a text."""
    return xframe_options_sameorigin(csp_replace({"frame-ancestors": [SELF], "object-src": [SELF]})(view))


def pdf_response(request, document, name, *, is_private=False):
    """Answer with the PDF of a note."""
    return order_response(request, printing.order_of(document), name, is_private=is_private)


def order_response(request, order, name, *, is_private=False):
    """Answer with the stored PDF, or make it; a page that comes back by itself tells the reader of a long one."""
    try:
        made = printing.ask_for(order)
    except DocumentError as problem:
        context = {"problem": problem, "where": order.unprintable}
        return render(request, "reports/not_printed.html", context, status=422)
    if made is None:
        return _come_back(request, order)
    if quote_etag(made.digest) in parse_etags(request.headers.get("If-None-Match", "")):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(made.body, content_type="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["ETag"] = quote_etag(made.digest)
    response.headers["Cache-Control"] = "private, no-cache" if is_private else "no-cache"
    return response


def _come_back(request, order):
    seconds = printing.seconds_waited(order.digest)
    if seconds % WAKES_EVERY < COMES_BACK_AFTER:
        tasks.wake()
    context = {"seconds": seconds, "address": request.get_full_path()}
    response = render(request, "reports/printing.html", context, status=202)
    response.headers["Refresh"] = str(COMES_BACK_AFTER)
    response.headers["Cache-Control"] = "no-store"
    return response


def file_name(note):
    """Return a name under which the PDF can be kept: “mexico-wiesbaden-2017-information-note-en.pdf”."""
    number = f"-{note.series_number}" if note.series_number else ""
    kept = "".join(c if c.isascii() and (c.isalnum() or c in "-._") else "-" for c in number)
    return f"{note.conference.slug}-information-note{kept}-{note.language}.pdf"
