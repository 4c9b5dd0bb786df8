"""People of a conference who are likely entered twice: side by side, merged field by field, taken apart again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference import rules
from conference.access import allow
from conference.once import once
from lib.acting import refusals_as_messages, refusals_on
from participants import actions, duplicates, queries
from participants.actions.duplicates import which_stays
from participants.choices import MergeKind
from participants.forms.duplicates import MergeForm, rows
from participants.views.registrations import posted

PAIRS_PER_PAGE = 25


@require_safe
@allow(rules.may_work_the_desk)
def participant_duplicates(request, conference):
    """The pairs of people who are likely one."""
    people = conference.participants.select_related("organisation", "registration")
    pairs = duplicates.among_participants(people, queries.known_apart(MergeKind.PARTICIPANT))
    page = Paginator(pairs, PAIRS_PER_PAGE).get_page(request.GET.get("page"))
    context = {"conference": conference, "page": page, "back": _list_url(conference)}
    return render(request, "participants/duplicates/duplicates.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
@once
def merge_participants(request, conference, pk, other):
    """See two people side by side, choose field by field, merge them."""
    first, second = _two(conference, pk, other)
    form = _form(request, conference, first, second)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            merge = actions.merge_participants(first, second, **form.chosen, by=request.user, at=timezone.now())
            messages.success(request, f"The two entries of {merge.kept_label} are one. This can be undone.")
            return redirect(_page_of(conference, first.pk))
    both = [getattr(each, "registration", None) for each in (first, second)]
    compared = rows(first, second)
    context = {
        "conference": conference,
        "form": form,
        "first": first,
        "second": second,
        "both": list(zip(("First entry", "Second entry"), both, strict=True)),
        "different": [(label, one, two) for label, one, two in compared if one != two],
        "same": [(label, one) for label, one, two in compared if one == two],
        "stays": which_stays(*both) if all(both) else None,
        "back": _duplicates_url(conference),
    }
    return render(request, "participants/duplicates/merge.html", context)


@require_POST
@allow(rules.may_work_the_desk)
def keep_participants_apart(request, conference, pk, other):
    """Note that two people are different."""
    first, second = _two(conference, pk, other)
    actions.keep_participants_apart(first, second, by=request.user, at=timezone.now())
    messages.success(request, f"{first.formal_name} and {second.formal_name} are noted as different people.")
    return redirect(_duplicates_url(conference))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def undo_merge_of_participants(request, conference, pk):
    """Confirm, then make two entries of one again."""
    standing = conference.merges.of(MergeKind.PARTICIPANT).filter(undone_at=None)
    found = get_object_or_404(standing, pk=pk)
    back = _page_of(conference, found.kept_id)
    if request.method == "POST":
        with refusals_as_messages(request):
            restored = actions.undo_merge_of_participants(found, by=request.user, at=timezone.now())
            messages.success(request, f"{restored.formal_name} has an entry of their own again.")
            return redirect(_page_of(conference, restored.pk))
        return redirect(back)
    context = {"conference": conference, "merge": found, "back": back}
    return render(request, "participants/duplicates/undo_merge.html", context)


def _form(request, conference, first, second):
    given = {"cancel": _duplicates_url(conference), "role": rules.role_of(request.user, conference)}
    return MergeForm(posted(request), first=first, second=second, **given)


def _two(conference, pk, other):
    if pk == other:
        raise Http404
    related = conference.participants.select_related(
        "organisation", "delegation__organisation", "registration", "invitation", "photo"
    )
    found = [get_object_or_404(related, pk=each) for each in (pk, other)]
    for participant in found:
        participant.conference = conference
    return found


def _page_of(conference, pk):
    """Return the address of a person's registration, else of the list of registrations."""
    registration = conference.registrations.filter(participant=pk).first()
    if registration is None:
        return _list_url(conference)
    registration.conference = conference
    return registration.get_absolute_url()


def _list_url(conference):
    return reverse("participants:registration_list", kwargs={"conference": conference.slug})


def _duplicates_url(conference):
    return reverse("participants:participant_duplicates", kwargs={"conference": conference.slug})
