"""The desk's requests for letters for visas: read, checked and sent in one act, or refused with a reason."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from conference import audit, rules
from conference.access import allow
from correspondence import letter_words
from lib import states
from lib.acting import act, refusals_on
from participants import actions, letter_emails
from participants.choices import VisaState
from participants.forms.letters import RefusalForm
from participants.views import papers


@require_safe
@allow(rules.may_work_the_desk)
def visa_request_list(request, conference):
    """All requests, those that wait at the head."""
    found = conference.visa_requests.with_participant().waiting_first()
    context = {"conference": conference, "requests": found, "waiting_count": found.waiting().count()}
    return render(request, "participants/visas/visa_request_list.html", context)


@require_safe
@allow(rules.may_work_the_desk)
def visa_request(request, conference, pk):
    """One request: what the letter will say, and the two answers."""
    return _page(request, conference, _request(conference, pk), RefusalForm())


@require_safe
@allow(rules.may_work_the_desk)
def visa_preview(request, conference, pk):
    """The letter as it will be sent, but for its reference."""
    found = _request(conference, pk)
    return papers.shown(request, conference, letter_emails.visa_letter(found), back=found.get_absolute_url())


@require_POST
@allow(rules.may_work_the_desk)
def send_visa_letter(request, conference, pk):
    """Send the letter that was checked."""
    found = _request(conference, pk)
    act(request, actions.send_visa_letter, found, f"The letter for {found.participant} is on its way.")
    return redirect("participants:visa_request_list", conference=conference.slug)


@require_POST
@allow(rules.may_work_the_desk)
def refuse_visa_letter(request, conference, pk):
    """Refuse, with a reason that the person reads."""
    found, form = _request(conference, pk), RefusalForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            actions.refuse_visa_letter(found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
            messages.success(request, f"{found.participant} gets a message with the reason.")
            return redirect("participants:visa_request_list", conference=conference.slug)
    return _page(request, conference, found, form)


def _page(request, conference, found, form):
    rows = [
        ("Name in the passport", found.passport_name),
        ("Passport number", found.passport_number),
        ("Nationality", states.name(found.nationality) if found.nationality else ""),
        ("Date of birth", letter_words.written_date(found.born_on, "en") if found.born_on else ""),
        ("Embassy or consulate", found.addressed_to),
    ]
    names = {"conference": conference.slug, "pk": found.pk}
    form.action = reverse("participants:refuse_visa_letter", kwargs=names)
    context = {
        "conference": conference,
        "visa_request": found,
        "participant": found.participant,
        "registration": getattr(found.participant, "registration", None),
        "rows": rows,
        "form": form,
        "is_waiting": found.state == VisaState.ASKED and not found.erased_at,
        "may_be_sent": found.state != VisaState.SENT and not found.erased_at,
        "lines": [audit.line(entry) for entry in conference.history.about(found).with_actor().newest_first()],
    }
    return render(request, "participants/visas/visa_request.html", context)


def _request(conference, pk):
    found = get_object_or_404(conference.visa_requests.with_participant(), pk=pk)
    found.conference = found.participant.conference = conference
    return found
