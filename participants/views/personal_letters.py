"""Behind personal links: sending somebody in one's place, asking for a letter for a visa. Each answer is a POST."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conference.access import personal_link
from conference.once import once
from lib.acting import refusals_on
from lib.refusal import NotPossible
from participants import actions
from participants.audit import by_link
from participants.forms.letters import PassOnForm
from participants.views.personal import (
    INVITATION,
    ME,
    about,
    about_registration,
    answer_forms,
    find_invitation,
    find_registration,
    own_url,
    superseded,
    visa_form,
)


@require_POST
@personal_link(INVITATION, find=find_invitation, superseded=superseded)
@once
def pass_on(request, invitation):
    """Send somebody in one's place."""
    form = PassOnForm(request.POST, action=own_url("pass_on", INVITATION, invitation))
    if form.is_valid():
        try:
            who = {"by": by_link(invitation.participant), "at": timezone.now()}
            actions.pass_on(invitation, **who, **form.details)
        except NotPossible as problem:
            form.add_problem(problem)
        else:
            return redirect(own_url("invitation", INVITATION, invitation))
    context = about(invitation) | answer_forms(invitation) | {"pass_on_form": form}
    return render(request, "participants/personal/invitation.html", context)


@require_POST
@personal_link(INVITATION, find=find_invitation, superseded=superseded)
def opened(request, invitation):
    """Note that somebody uses the page by hand: its script says so at the first key, click or touch."""
    actions.note_opened(invitation, by=by_link(invitation.participant), at=timezone.now())
    return HttpResponse(status=204)


@require_POST
@personal_link(INVITATION, find=find_invitation, superseded=superseded)
def ask_for_visa_letter(request, invitation):
    """Ask for a letter for a visa, by the link of the invitation."""
    form = visa_form(invitation.participant, own_url("visa", INVITATION, invitation), request.POST)
    if form and _asked(request, invitation.participant, form):
        return redirect(own_url("invitation", INVITATION, invitation))
    context = about(invitation) | answer_forms(invitation) | {"visa_form": form}
    return render(request, "participants/personal/invitation.html", context)


@require_POST
@personal_link(ME, find=find_registration)
def ask_for_own_visa_letter(request, registration):
    """Ask for a letter for a visa, by the link of the registration."""
    form = visa_form(registration.participant, own_url("own_visa", ME, registration), request.POST)
    if form and _asked(request, registration.participant, form):
        return redirect(own_url("me", ME, registration))
    return render(request, "participants/personal/me.html", about_registration(registration) | {"visa_form": form})


def _asked(request, participant, form) -> bool:
    if form.is_valid():
        with refusals_on(form):
            actions.ask_for_visa_letter(participant, by=by_link(participant), at=timezone.now(), **form.details)
            messages.success(
                request, "Your request is with the organisers. They check it and send the letter by e-mail."
            )
            return True
    return False
