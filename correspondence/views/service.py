"""Where a mail service reports what became of messages."""

from django.conf import settings
from django.http import Http404
from django.urls import Resolver404, resolve
from django.views.decorators.csrf import csrf_exempt  # house: a mail service calls, which has no cookie and no key

from conference.access import public


@csrf_exempt  # house: the service's own password or signature is the proof, which django-anymail checks
@public
def service(request, name):
    """Let django-anymail verify and read what the mail service calls with; there is no such page without one."""
    if name != settings.MAIL_SERVICE or not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        raise Http404
    try:
        found = resolve(f"/{name}/tracking/", urlconf="anymail.urls")
    except Resolver404:
        raise Http404 from None
    return found.func(request, *found.args, **found.kwargs)
