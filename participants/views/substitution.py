"""“Send someone else in my place”: who it is, then the question whether it is meant. Nothing is kept in between."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conference.access import personal_link
from conference.once import once
from lib.acting import refusals_on
from participants import actions, facts, rules
from participants.audit import by_link
from participants.forms.substitution import SendSubstituteForm
from participants.views.personal import ME, find_registration, own_url


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(ME, find=find_registration)
@once
def send_substitute(request, registration):
    """Name the other person; the second time, with the word that it is meant, the place passes on."""
    back = own_url("me", ME, registration)
    if not rules.may_substitute(registration, timezone.now()):
        messages.error(request, "You can no longer send somebody else by yourself. Please write to the organisers.")
        return redirect(back)
    data = request.POST if request.method == "POST" else None
    form = SendSubstituteForm(data, own_email=registration.participant.email, cancel=back)
    context = _about(registration) | {"form": form, "back": back}
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return render(request, "participants/substitution/who.html", context)
    if "confirmed" not in request.POST:
        return render(request, "participants/substitution/confirm.html", context)
    with refusals_on(form):
        who = {"by": by_link(registration.participant), "at": timezone.now()}
        coming = actions.send_substitute(registration, **form.cleaned_data, **who)
        messages.success(request, f"{coming.participant.formal_name} comes in your place.")
        return redirect(back)
    return render(request, "participants/substitution/who.html", context)


def _about(registration):
    conference = registration.conference
    return {
        "conference": conference,
        "participant": registration.participant,
        "until": facts.deadline(rules.substitution_ends(conference), conference.zone),
    }
