"""Long work at the desk: how far it is, what came of it, and starting it again when it stopped."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from conference import rules
from conference.access import allow
from lib.acting import refusals_as_messages
from lib.htmx import render_page
from lib.progress import told
from participants import actions
from participants.choices import WorkKind as Kind
from participants.choices import WorkState as State
from participants.views.lists import list_url
from participants.wording import title

SHOWN = 100
LEADS_TO = {Kind.READ: "participants:import_mapping", Kind.PREVIEW: "participants:import_preview"}


@require_safe
@allow(rules.may_work_the_desk)
def work(request, conference, pk):
    """How far a piece of work is; when it is done, what came of it, or the page that it was done for."""
    found = get_object_or_404(conference.work.select_related("run").defer("run__rows", "run__content", "left"), pk=pk)
    state = found.state(timezone.now())
    written = None if found.finished_at else told(found.progress_key)
    if written and state == State.INTERRUPTED:
        state = State.RUNNING  # in one transaction, which tells how far it is and cannot renew the lease
    if state == State.DONE and found.kind in LEADS_TO:
        return _lead_on(
            request, reverse(LEADS_TO[found.kind], kwargs={"conference": conference.slug, "pk": found.run_id})
        )
    if found.finished_at and request.htmx:
        return _lead_on(request, found.get_absolute_url())
    context = {
        "conference": conference,
        "work": found,
        "state": state,
        "written": written,
        "title": title(found),
        "is_moving": state in {State.WAITING, State.RUNNING, State.INTERRUPTED},
        "done": found.done[:SHOWN],
        "more_done": max(len(found.done) - SHOWN, 0),
        "page": Paginator(found.skipped, SHOWN).get_page(request.GET.get("page")),
        "back": _import_url(conference) if found.run else list_url(conference),
    }
    return render_page(request, "participants/work.html", context, part="participants/_work.html")


@require_POST
@allow(rules.may_work_the_desk)
def start_work_again(request, conference, pk):
    """Go on with what stopped or was interrupted."""
    return _change(request, conference, pk, actions.start_work_again)


@require_POST
@allow(rules.may_work_the_desk)
def stop_work(request, conference, pk):
    """Stop what is not done yet."""
    return _change(request, conference, pk, actions.stop_work)


def _change(request, conference, pk, action):
    found = get_object_or_404(conference.work, pk=pk)
    with refusals_as_messages(request):
        action(found, by=request.user, at=timezone.now())
    return redirect(found)


def _lead_on(request, address):
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def _import_url(conference):
    return reverse("participants:import_list", kwargs={"conference": conference.slug})
