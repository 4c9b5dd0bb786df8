"""What a conference asks of those who register beside its questions, and what they may do by themselves."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conference import rules as conference_rules
from conference.access import allow
from participants import actions, consents, rules
from participants.forms.photos import RegistrationSettingsForm
from participants.views.lists import list_url


@require_http_methods(["GET", "HEAD", "POST"])
@allow(conference_rules.may_organise)
def registration_settings(request, conference):
    """Settle whether photos are asked for, whether people may send somebody else, and to what people agree."""
    back, settled = list_url(conference), rules.settings_of(conference)
    initial = {
        "photo": settled.photo,
        "is_substitution_allowed": "yes" if settled.is_substitution_allowed else "no",
        "substitute_until_on": settled.substitute_until_on,
        "consent": consents.current(conference).text,
    }
    form = RegistrationSettingsForm(request.POST if request.method == "POST" else None, initial=initial, cancel=back)
    if request.method == "POST" and form.is_valid():
        actions.set_registration_settings(conference, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "The settings are saved.")
        return redirect(back)
    context = {"conference": conference, "form": form, "back": back}
    return render(request, "participants/registration_settings.html", context)
