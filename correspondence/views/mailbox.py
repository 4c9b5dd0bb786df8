"""The local mailbox: what would have been sent, on a development installation without a mail server."""

from functools import wraps

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from conference.access import allow_user
from correspondence.rules import may_read_the_mailbox
from correspondence.views.contained import contained
from lib import mailbox as box

SHOWN_HEADERS = ["From", "To", "Reply-To", "Date"]


def development_only(view):
    """Answer 404 unless mail goes to the local mailbox and DEBUG is on."""

    @wraps(view)
    def guarded(request, **kwargs):
        if not (settings.HAS_LOCAL_MAILBOX and settings.DEBUG):
            raise Http404
        return view(request, **kwargs)

    return guarded


@require_safe
@allow_user(may_read_the_mailbox)
@development_only
def mailbox(request):
    """What was received, newest first."""
    page = Paginator(box.keys(), 25).get_page(request.GET.get("page"))
    received = [(key, box.message(key)) for key in page]
    return render(request, "correspondence/mailbox.html", {"page": page, "received": received})


@require_safe
@allow_user(may_read_the_mailbox)
@development_only
def mailbox_message(request, key):
    """One message as a mail program shows it."""
    mail = _message_or_404(key)
    context = {
        "key": key,
        "mail": mail,
        "headers": [(name, mail[name]) for name in SHOWN_HEADERS if mail[name]],
        "text": _content(mail, "plain"),
        "has_html": mail.get_body(preferencelist=("html",)) is not None,
        "files": [part.get_filename() or "file" for part in mail.iter_attachments()],
    }
    return render(request, "correspondence/mailbox_message.html", context)


@require_safe
@allow_user(may_read_the_mailbox)
@development_only
def mailbox_html(request, key):
    """The HTML part of a message, for a frame."""
    html = _content(_message_or_404(key), "html")
    if not html:
        raise Http404
    return contained(html)


@require_safe
@allow_user(may_read_the_mailbox)
@development_only
def mailbox_file(request, key, number):
    """A file that came with a message, to be saved."""
    parts = list(_message_or_404(key).iter_attachments())
    if number >= len(parts):
        raise Http404
    part = parts[number]
    response = HttpResponse(part.get_payload(decode=True), content_type=part.get_content_type())
    response.headers["Content-Disposition"] = f'attachment; filename="file-{number}.{part.get_content_subtype()}"'
    return response


def _message_or_404(key):
    mail = box.message(key)
    if mail is None:
        raise Http404
    return mail


def _content(mail, kind):
    part = mail.get_body(preferencelist=(kind,))
    return part.get_content() if part else ""
