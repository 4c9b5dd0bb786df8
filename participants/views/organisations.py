"""The dictionary of organisations: shared by all conferences, worked on from the desk of any."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_tables2 import RequestConfig

from conference import audit, rules
from conference.access import allow
from conference.once import once
from lib import states
from lib.acting import refusals_as_messages, refusals_on
from lib.htmx import render_page
from lib.written import LANGUAGES
from participants import actions, duplicates, queries
from participants.choices import MergeKind
from participants.filters import OrganisationFilter
from participants.forms.organisations import OrganisationForm, OtherEntryForm, initial_of
from participants.models import Organisation
from participants.tables import OrganisationTable
from participants.views.lists import PAGES
from participants.views.registrations import posted, suggest_url


@require_safe
@allow(rules.may_view)
def organisation_list(request, conference):
    """Search, filter and sort the dictionary."""
    organisations = Organisation.objects.with_people_of(conference).by_name()
    found = OrganisationFilter(request.GET, organisations, action=list_url(conference))
    table = OrganisationTable(found.qs, conference=conference)
    RequestConfig(request, paginate=PAGES).configure(table)
    context = {"conference": conference, "filter": found, "table": table}
    part = "participants/organisations/_organisation_table.html"
    return render_page(request, "participants/organisations/organisation_list.html", context, part=part)


@require_safe
@allow(rules.may_view)
def organisation(request, conference, organisation):
    """One entry: its names, who represents it here, what was merged into it, its history."""
    found = get_object_or_404(Organisation.objects.with_people_of(conference), pk=organisation)
    names = [(language, label, states.name(found.country, language)) for language, label in LANGUAGES]
    in_six_languages = {name for _, _, name in names} if found.is_state else set()
    context = {
        "conference": conference,
        "organisation": found,
        "state_names": names if found.is_state else [],
        "other_names": [name for name in found.aliases if name not in in_six_languages],
        "delegation": conference.delegations.filter(organisation=found).first(),
        "people": conference.participants.filter(organisation=found).select_related("registration").by_name()[:50],
        "merges": queries.merges_into(found),
        "lines": [audit.line(entry) for entry in conference.history.about(found).with_actor().newest_first()],
    }
    return render(request, "participants/organisations/organisation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
@once
def add_organisation(request, conference):
    """Put an entry into the dictionary."""
    form = OrganisationForm(posted(request), cancel=list_url(conference))
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        added = actions.add_organisation(conference=conference, by=request.user, at=now, **form.cleaned_data)
        messages.success(request, f"{added.official_name} is in the dictionary.")
        return redirect(url_of(conference, added))
    context = {"conference": conference, "form": form, "heading": "Add an organisation"}
    return render(request, "participants/organisations/organisation_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def change_organisation(request, conference, organisation):
    """Change an entry's names, sector and country."""
    found = _organisation(organisation)
    back = url_of(conference, found)
    form = OrganisationForm(posted(request), initial=initial_of(found), organisation=found, cancel=back)
    if request.method == "POST" and form.is_valid():
        given = {"conference": conference, "by": request.user, "at": timezone.now()}
        with refusals_on(form, "official_name"):
            actions.change_organisation(found, **given, **form.cleaned_data)
            messages.success(request, "Saved.")
            return redirect(back)
    context = {"conference": conference, "form": form, "organisation": found, "heading": f"Change {found}"}
    return render(request, "participants/organisations/organisation_form.html", context)


@require_safe
@allow(rules.may_view)
def suggest_organisations(request, conference):
    """The options of a field in which one types an organisation, found by any of their names."""
    typed = next((value for value in request.GET.values() if value), "")
    context = {"suggestions": queries.suggestions(typed)}
    return render(request, "participants/organisations/_options.html", context)


@require_safe
@allow(rules.may_work_the_desk)
def organisation_duplicates(request, conference):
    """Entries that are likely the same, side by side."""
    everything = Organisation.objects.with_people_of(conference).by_name()
    pairs = duplicates.among_organisations(everything, queries.known_apart(MergeKind.ORGANISATION))
    context = {"conference": conference, "pairs": pairs}
    return render(request, "participants/organisations/duplicates.html", context)


@require_POST
@allow(rules.may_work_the_desk)
def keep_organisations_apart(request, conference, organisation, other):
    """Note that two entries are different."""
    first, second = _organisation(organisation), _organisation(other)
    actions.keep_organisations_apart(first, second, conference=conference, by=request.user, at=timezone.now())
    messages.success(request, f"{first} and {second} are noted as different.")
    return redirect("participants:organisation_duplicates", conference=conference.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
@once
def merge_organisations(request, conference, organisation):
    """Compare two entries; then make the other one a part of this one."""
    kept = _organisation(organisation)
    form = _other_form(request.GET or None, conference, kept)
    if not (request.GET and form.is_valid()):
        context = {"conference": conference, "form": form, "organisation": kept}
        return render(request, "participants/organisations/choose_other.html", context)
    gone = form.cleaned_data["other"]
    if request.method == "POST":
        return _merge(request, conference, kept, gone)
    moves = queries.what_represents(gone)
    context = {"conference": conference, "kept": kept, "gone": gone, "moves": moves}
    return render(request, "participants/organisations/merge.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def undo_merge_of_organisations(request, conference, merge):
    """Confirm, then make two entries of one again."""
    found = get_object_or_404(queries.standing_merges(MergeKind.ORGANISATION), pk=merge)
    back = reverse("participants:organisation", kwargs=_kwargs(conference, found.kept_id))
    if request.method == "POST":
        given = {"conference": conference, "by": request.user, "at": timezone.now()}
        with refusals_as_messages(request):
            restored = actions.undo_merge_of_organisations(found, **given)
            messages.success(request, f"{restored.official_name} is an entry of its own again.")
            return redirect(url_of(conference, restored))
        return redirect(back)
    context = {"conference": conference, "merge": found, "back": back}
    return render(request, "participants/organisations/undo_merge.html", context)


def list_url(conference):
    """Return the address of the dictionary."""
    return reverse("participants:organisation_list", kwargs={"conference": conference.slug})


def url_of(conference, organisation):
    """Return the address of an entry, among the pages of a conference's desk."""
    return reverse("participants:organisation", kwargs=_kwargs(conference, organisation.pk))


def _kwargs(conference, pk):
    return {"conference": conference.slug, "organisation": pk}


def _organisation(pk):
    return get_object_or_404(Organisation.objects.all(), pk=pk)


def _other_form(data, conference, organisation):
    return OtherEntryForm(
        data,
        organisation=organisation,
        suggest_url=suggest_url(conference),
        action=reverse("participants:merge_organisations", kwargs=_kwargs(conference, organisation.pk)),
        cancel=url_of(conference, organisation),
    )


def _merge(request, conference, kept, gone):
    given = {"conference": conference, "by": request.user, "at": timezone.now()}
    with refusals_as_messages(request):
        actions.merge_organisations(kept, gone, **given)
        messages.success(
            request, f"{gone.official_name} is now a part of {kept.official_name}. This can be undone here."
        )
    return redirect(url_of(conference, kept))
