"""A person's own data: everything that is held, sent on request to the own address; and taking a person out."""

from datetime import timedelta

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference import rules
from conference.access import allow, also_when_archived, ask_again, personal_link
from lib.acting import act
from participants import actions, facts, held
from participants.audit import by_link
from participants.forms.desk import ReasonForm
from participants.views.personal import ME, find_registration, own_url

OWN_DATA = "participants:own_data"
GOOD_FOR = timedelta(days=1)


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(ME, find=find_registration)
@also_when_archived
def ask_for_data(request, registration):
    """Send a link to everything that is held to the participant's address: who only found this page gets nothing."""
    context = {
        "conference": registration.conference,
        "masked_email": facts.masked(registration.participant.email),
        "back_url": own_url("me", ME, registration),
    }
    if request.method == "POST":
        actions.send_own_data(registration, by=by_link(registration.participant), at=timezone.now())
        return render(request, "participants/privacy/sent.html", context)
    return render(request, "participants/privacy/ask.html", context)


def _is_good(registration) -> bool:
    since = timezone.now() - GOOD_FOR
    sent = registration.conference.messages.filter(kind="own_data", link_pk=registration.pk)
    return sent.filter(created_at__gt=since, to_email=registration.participant.email).exists()


@require_safe
@personal_link(OWN_DATA, find=find_registration)
def own_data(request, registration):
    """Everything that is held about the person, to read."""
    conference = registration.conference
    if not _is_good(registration):
        reason = "A link to your data is good for one day. Ask for a new one on the page of your registration."
        context = {"reason": reason, "contact_email": conference.contact_email}
        return render(request, "personal_link_invalid.html", context, status=410)
    context = {
        "conference": conference,
        "parts": held.about(registration.participant),
        "file_url": own_url("own_data_file", OWN_DATA, registration),
    }
    return render(request, "participants/privacy/data.html", context)


@require_safe
@personal_link(OWN_DATA, find=find_registration)
def own_data_file(request, registration):
    """The same as a file for programs."""
    if not _is_good(registration):
        return HttpResponse("This link is no longer valid.", status=410, content_type="text/plain; charset=utf-8")
    parts = {part.heading: [dict(entry) for entry in part.entries] for part in held.about(registration.participant)}
    said = {"conference": registration.conference.title, "made_at": timezone.now().isoformat(), **parts}
    response = JsonResponse(said, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = (
        f'attachment; filename="{registration.conference.slug}-{registration.reference}.json"'
    )
    return response


@require_http_methods(["GET", "POST"])
@allow(rules.may_organise)
@ask_again
@also_when_archived
def erase(request, conference, pk):
    """Confirm, then take a person out; numbers and the lines of history stay."""
    found = get_object_or_404(conference.registrations.with_participant(), pk=pk)
    form = ReasonForm(
        request.POST if request.method == "POST" else None,
        submit="Erase this person",
        cancel=found.get_absolute_url(),
        is_destructive=True,
        has_message=False,
    )
    if request.method == "POST" and form.is_valid():
        done = "The person is erased. The registration stays in the count, without a name."
        act(request, actions.erase_person, found.participant, done, reason=form.cleaned_data["reason"])
        return redirect(found)
    context = {"conference": conference, "registration": found, "participant": found.participant, "form": form}
    return render(request, "participants/privacy/erase.html", context)
