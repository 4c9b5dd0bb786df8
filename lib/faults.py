"""When the site itself is at fault, or too busy: pages that say so, and what browsers tell of broken policies."""

import json
import logging
import secrets

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.views.decorators.csrf import csrf_exempt  # house: browsers report by themselves
from django.views.decorators.http import require_POST

from lib.logs import on_one_line

LONGEST_REPORT = 10_000
RETRY_AFTER_SECONDS = 5
logger = logging.getLogger(__name__)


def server_error(request):
    """Answer what went wrong with a page that needs nothing, and a reference that the log has too (OPS-03)."""
    reference = secrets.token_hex(4).upper()
    match = request.resolver_match
    logger.error("The fault above was shown as %s, on the page %s", reference, match.view_name if match else "unknown")
    return HttpResponseServerError(loader.get_template("500.html").render({"reference": reference}))


def busy(request, template="503.html"):
    """Ask to come again, when a lock could not be had in time; this request has written nothing (REL-03)."""
    response = render(request, template, status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


@csrf_exempt  # house: a browser sends neither cookie nor key with a report, which changes nothing
@require_POST
@login_not_required
def policy_report(request):
    """Take what a browser tells of something that a page may not do, and log which rule and which page (SEC-11)."""
    try:
        told = json.loads(request.body[:LONGEST_REPORT])["csp-report"]
        rule, page = str(told["violated-directive"])[:100], str(told["document-uri"])[:300]
    except (ValueError, KeyError, TypeError):
        return HttpResponse(status=400)
    logger.warning("A page broke its policy: %s on %s", on_one_line(rule), on_one_line(page))
    return HttpResponse(status=204)


policy_report.access = "public"
