"""Wanting no more reminders: one click in the mail program (RFC 8058), or a page with a button."""

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt  # house: RFC 8058 asks for a POST by the mail program itself
from django.views.decorators.http import require_http_methods

from conference.access import public
from correspondence import actions
from correspondence.emails import UNSUBSCRIBE
from correspondence.models import Message
from lib import links
from lib.headers import keep_private


@csrf_exempt  # house: the signed link is the proof; a mail program has neither cookie nor key
@require_http_methods(["GET", "HEAD", "POST"])
@public
def unsubscribe(request, proof):
    """Show a page on GET, which changes nothing; opt out on POST, without sign-in, cookie or redirect."""
    message = find_message(proof)
    if request.method == "POST":
        actions.opt_out(message, by=f"{message.to_email}, by unsubscribing", at=timezone.now())
    context = {"conference": message.conference, "message": message, "is_done": request.method == "POST"}
    return keep_private(render(request, "correspondence/unsubscribe.html", context))


def find_message(proof) -> Message:
    """Return the message whose link this is, or answer 404."""
    said = links.read(UNSUBSCRIBE, proof)
    message = Message.objects.with_conference().filter(pk=said.pk, is_optional=True).first() if said else None
    if message is None:
        raise Http404
    return message
