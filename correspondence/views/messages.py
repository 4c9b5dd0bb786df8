"""The log of messages in the team's area."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe
from django_tables2 import RequestConfig

from conference import audit
from conference.access import allow
from correspondence import actions, link_place
from correspondence.facts import closed_address, is_destroyed
from correspondence.filters import MessageFilter
from correspondence.rules import may_read_file, may_read_messages, may_send_messages
from correspondence.tables import MessageTable
from correspondence.views.contained import contained
from correspondence.views.places import tabs
from lib.acting import act, refusals_as_messages
from lib.htmx import render_page


@require_safe
@allow(may_read_messages)
def message_list(request, conference):
    """All messages of the conference, newest first."""
    found = MessageFilter(request.GET, conference.messages.with_conference(), conference=conference)
    table = MessageTable(found.qs, conference=conference)
    RequestConfig(request, paginate={"per_page": 50}).configure(table)
    context = {"conference": conference, "filter": found, "table": table, "tabs": tabs(conference, "messages")}
    return render_page(request, "correspondence/message_list.html", context, part="correspondence/_message_table.html")


@require_safe
@allow(may_read_messages)
def message(request, conference, pk):
    """One message: the exact text, what became of it, every try."""
    found = conference.messages.select_related("again_of").with_attempts().with_attachments().with_letter()
    message = get_object_or_404(found, pk=pk)
    context = {
        "conference": conference,
        "message": message,
        "repeats": conference.messages.repeating(message).newest_first(),
        "lines": [audit.line(entry) for entry in conference.history.about(message).with_actor().newest_first()],
        "may_send": may_send_messages(request.user, conference),
        "is_destroyed": is_destroyed(message),
        "letter": getattr(message, "letter", None),
        "files": [(each, may_read_file(request.user, conference, each)) for each in message.attachments.all()],
    }
    return render(request, "correspondence/message.html", context)


@require_safe
@allow(may_read_messages)
def address(request, conference, email):
    """Everything that was written to one address, with what came back and what the history says of it."""
    written = list(conference.messages.to_address(email).with_attempts().with_attachments().newest_first())
    if not written:
        raise Http404
    history = conference.history.by_links_of(email, written[0].to_name).newest_first()
    context = {
        "conference": conference,
        "email": email,
        "name": written[0].to_name,
        "written": written,
        "closed": closed_address(email),
        "lines": [audit.line(entry) for entry in history.with_actor()],
    }
    return render(request, "correspondence/address.html", context)


@require_safe
@allow(may_read_messages)
def message_html(request, conference, pk):
    """The message's HTML part, for a frame; the personal link is not in it."""
    message = get_object_or_404(conference.messages, pk=pk)
    if not message.html:
        raise Http404
    return contained(link_place.fill(message.html, ""))


@require_safe
@allow(may_read_messages)
def message_file(request, conference, pk, number):
    """A file that goes with the message, as it is sent."""
    found = get_object_or_404(get_object_or_404(conference.messages, pk=pk).attachments, pk=number)
    if found.erased_at or not found.file:
        raise Http404
    if not may_read_file(request.user, conference, found):
        raise PermissionDenied
    return FileResponse(found.file.open(), as_attachment=True, filename=found.name, content_type=found.content_type)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_send_messages)
def send_again(request, conference, pk):
    """Ask, then write the same message anew."""
    message = get_object_or_404(conference.messages, pk=pk)
    if request.method != "POST":
        context = {"conference": conference, "message": message, "closed": closed_address(message.to_email)}
        return render(request, "correspondence/send_again.html", context)
    is_address_good = "anyway" in request.POST
    with refusals_as_messages(request):
        written = actions.send_again(message, is_address_good=is_address_good, by=request.user, at=timezone.now())
        messages.success(request, f"The message to {written.to_email} will leave in a moment.")
        return redirect(written)
    return redirect(message)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_send_messages)
def cancel(request, conference, pk):
    """Ask, then keep a waiting message from leaving."""
    message = get_object_or_404(conference.messages, pk=pk)
    if request.method != "POST":
        return render(request, "correspondence/cancel.html", {"conference": conference, "message": message})
    act(request, actions.cancel, message, f"The message to {message.to_email} is cancelled.")
    return redirect(message)
