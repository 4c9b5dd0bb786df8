"""The pages behind personal links: an invitation and a participant's own registration. Opening one changes nothing."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference import facts as conference_facts
from conference.access import personal_link
from lib import links
from lib.acting import refusals_as_messages, refusals_on
from lib.refusal import NotPossible
from participants import actions, consents, facts, panels, queries, questions, rules
from participants.audit import by_link
from participants.choices import PhotoRule
from participants.choices import RegistrationStatus as Status
from participants.forms.desk import ReasonForm
from participants.forms.invitations import DeclineForm
from participants.forms.letters import PassOnForm, VisaForm
from participants.forms.people import ConsentForm, OwnRegistrationForm
from participants.forms.photos import AcceptForm
from participants.models import Invitation, Registration
from participants.views.asking import parts_for
from participants.views.registrations import initial_details, posted

INVITATION, ME = "participants:invitation", "participants:me"
OWN_PAGES = (
    "me",
    "details",
    "consent",
    "cancel",
    "calendar",
    "take_offer",
    "register_again",
    "photo",
    "send_substitute",
    "ask_for_data",
)


def find_invitation(pk):
    """Return the invitation that a link stands for, or None."""
    found = Invitation.objects.with_participant().select_related("participant__registration").filter(pk=pk).first()
    if found:
        found.participant.conference = found.conference
    return found


def find_registration(pk):
    """Return the registration that a link stands for, or None."""
    related = Registration.objects.with_participant().select_related(
        "conference__registration_settings", "participant__photo"
    )
    found = related.filter(pk=pk).first()
    if found:
        found.participant.conference = found.conference
    return found


def superseded(request, invitation):
    """Say why an older link no longer opens the invitation, and offer a new one to the same address."""
    context = about(invitation) | {"is_superseded": True}
    return render(request, "participants/personal/closed.html", context, status=410)


@require_safe
@personal_link(INVITATION, find=find_invitation, superseded=superseded)
def invitation(request, invitation):
    """Who invites to what, when and where; the answer so far; the ways to answer."""
    if not rules.may_answer(invitation, timezone.now()):
        return render(request, "participants/personal/closed.html", about(invitation))
    return render(request, "participants/personal/invitation.html", about(invitation) | answer_forms(invitation))


@require_POST
@personal_link(INVITATION, find=find_invitation, superseded=superseded)
def accept(request, invitation):
    """Accept, with the corrected details and the answers to the conference's questions."""
    is_too_much = "photo" in request.FILES and not ratelimit.consume(request, action="photo")
    form = _accept_form(invitation, request.POST, request.FILES, is_too_much=is_too_much)
    if form.is_valid():
        with refusals_on(form):
            who = {"by": by_link(invitation.participant), "at": timezone.now()}
            photo = form.cleaned_data.get("photo")
            registration = actions.accept(invitation, answers=form.answers, photo=photo, **who, **form.details)
            return redirect(own_url("photo_cut" if photo else "me", ME, registration))
    context = about(invitation) | answer_forms(invitation) | {"form": form}
    return render(request, "participants/personal/invitation.html", context)


@require_POST
@personal_link(INVITATION, find=find_invitation, superseded=superseded)
def decline(request, invitation):
    """Decline, with a reason if the person gives one."""
    form = DeclineForm(request.POST, action=own_url("decline", INVITATION, invitation))
    if not form.is_valid():
        context = about(invitation) | answer_forms(invitation) | {"decline_form": form}
        return render(request, "participants/personal/invitation.html", context)
    with refusals_as_messages(request):
        actions.decline(invitation, by=by_link(invitation.participant), at=timezone.now(), **form.cleaned_data)
    return redirect(own_url("invitation", INVITATION, invitation))


@require_POST
@personal_link(INVITATION, find=find_invitation, superseded=lambda request, found: _renew(request, found))
def renew(request, invitation):
    """Send a new link to the invited person's own address."""
    return _renew(request, invitation)


@require_safe
@personal_link(ME, find=find_registration)
def me(request, registration):
    """A participant's own page: how the registration stands, and what happens next."""
    return render(request, "participants/personal/me.html", about_registration(registration))


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(ME, find=find_registration)
def details(request, registration):
    """Correct the own details."""
    participant, back = registration.participant, own_url("me", ME, registration)
    asked = parts_for(participant, registration)
    asked |= {"cancel": back, "suggestions": queries.names_of_states}
    form = OwnRegistrationForm(posted(request), request.FILES or None, initial=initial_details(participant), **asked)
    if not rules.may_change_own(registration.conference, timezone.now()):
        messages.error(request, "The conference has begun; details can no longer be changed here.")
        return redirect(back)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            who = {"by": by_link(participant), "at": timezone.now()}
            actions.change_own_details(registration, answers=form.answers, **who, **form.details)
            messages.success(request, "Your details are saved.")
            return redirect(back)
    return render(request, "participants/personal/details.html", about_registration(registration) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(ME, find=find_registration)
def consent(request, registration):
    """Agree to be named, in the present wording, or be named no longer; this can be changed at any time."""
    participant, back = registration.participant, own_url("me", ME, registration)
    form = ConsentForm(posted(request), consent=consents.current(registration.conference))
    if request.method == "POST" and form.is_valid():
        who = {"by": by_link(participant), "at": timezone.now()}
        actions.change_participant(participant, **who, **form.details)
        messages.success(request, form.done)
        return redirect(back)
    return render(request, "participants/personal/consent.html", about_registration(registration) | {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(ME, find=find_registration)
def cancel(request, registration):
    """Confirm, then cancel the own registration."""
    back = own_url("me", ME, registration)
    if not rules.may_change_own(registration.conference, timezone.now()):
        messages.error(request, "The conference has begun. Please write to the organisers.")
        return redirect(back)
    form = ReasonForm(
        posted(request), submit="Cancel my registration", cancel=back, is_destructive=True, has_message=False
    )
    form.fields["reason"].help_text = "The conference’s team reads this."
    if request.method == "POST" and form.is_valid():
        _cancel(request, registration, form.cleaned_data["reason"])
        return redirect(back)
    return render(request, "participants/personal/cancel.html", about_registration(registration) | {"form": form})


@require_POST
@personal_link(ME, find=find_registration)
def take_offer(request, registration):
    """Take the place that is offered."""
    with refusals_as_messages(request):
        actions.take_offer(registration, by=by_link(registration.participant), at=timezone.now())
    return redirect(own_url("me", ME, registration))


@require_POST
@personal_link(ME, find=find_registration)
def register_again(request, registration):
    """Register anew, after having cancelled."""
    with refusals_as_messages(request):
        back = actions.register_again(registration, by=by_link(registration.participant), at=timezone.now())
        messages.success(request, f"You are registered again. We have written to {back.participant.email}.")
    return redirect(own_url("me", ME, registration))


@require_safe
@personal_link(ME, find=find_registration)
def calendar(request, registration):
    """The conference as a calendar file."""
    changed_at = queries.meeting_changed_at(registration.conference)
    body = facts.calendar_file(registration, meeting_changed_at=changed_at)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{registration.conference.slug}.ics"'
    return response


def own_url(name, purpose, subject, **kwargs):
    """Return the address of a page behind the subject's personal link."""
    link = links.make(purpose, subject.pk, subject.link_version)
    return reverse(f"participants:{name}", kwargs={"link": link} | kwargs)


def _cancel(request, registration, reason):
    with refusals_as_messages(request):
        actions.cancel(registration, by=by_link(registration.participant), at=timezone.now(), reason=reason)


def _renew(request, invitation):
    context = about(invitation)
    try:
        actions.renew(invitation, by=by_link(invitation.participant), at=timezone.now())
    except NotPossible as problem:
        return render(request, "participants/personal/closed.html", context | {"problem": str(problem)}, status=409)
    return render(request, "participants/personal/renewed.html", context)


def about(invitation):
    conference, now = invitation.conference, timezone.now()
    registration = getattr(invitation.participant, "registration", None)
    return {
        "conference": conference,
        "invitation": invitation,
        "participant": invitation.participant,
        "registration": registration,
        "is_active": registration is not None and registration.status not in {Status.CANCELLED, Status.REJECTED},
        "me_url": registration and own_url("me", ME, registration),
        "renew_url": own_url("renew", INVITATION, invitation),
        "organizers": conference_facts.organizers_sentence(conference.organizers.in_order()),
        "dates": conference_facts.date_range(conference.starts_on, conference.ends_on),
        "venue": conference_facts.venue(conference),
        "deadline": facts.deadline(rules.answer_deadline(conference, invitation), conference.zone),
        "may_renew": rules.may_renew(invitation, now),
        "masked_email": facts.masked(invitation.participant.email),
        "visa_request": getattr(invitation.participant, "visa_request", None),
        "passed_on_to": facts.masked(invitation.delegated_to.email) if invitation.delegated_to else "",
        "opened_url": own_url("opened", INVITATION, invitation),
    }


def answer_forms(invitation):
    return {
        "form": _accept_form(invitation),
        "accept_url": own_url("accept", INVITATION, invitation),
        "decline_form": DeclineForm(action=own_url("decline", INVITATION, invitation)),
        "pass_on_form": PassOnForm(action=own_url("pass_on", INVITATION, invitation)),
        "visa_form": visa_form(invitation.participant, own_url("visa", INVITATION, invitation)),
    }


def _accept_form(invitation, *data, is_too_much=False):
    """Return the form with which an invitation is accepted; it asks for a photo where the conference does."""
    participant = invitation.participant
    photo = {
        "rule": rules.photo_rule(invitation.conference),
        "has_photo": bool(getattr(participant, "photo", None)),
        "is_too_much": is_too_much,
    }
    return AcceptForm(*data, initial=initial_details(participant), **parts_for(participant), **photo)


def visa_form(participant, action, data=None):
    """Return the form for a letter for a visa, filled with what was asked before; None where none is offered."""
    conference, now = participant.conference, timezone.now()
    if not rules.may_ask_for_visa(conference, now):
        return None
    known = getattr(participant, "visa_request", None)
    names = ("passport_name", "passport_number", "nationality", "born_on", "addressed_to")
    return VisaForm(
        data,
        has_passport=conference.letterhead.has_passport,
        day=now.astimezone(conference.zone).date(),
        action=action,
        submit="Change the request" if known else "Ask for the letter",
        initial={name: getattr(known, name) for name in names} if known else {"passport_name": participant.name},
    )


def about_registration(registration):
    conference, now = registration.conference, timezone.now()
    own = questions.own(registration.participant, registration)
    return {
        "conference": conference,
        "registration": registration,
        "participant": registration.participant,
        "language": facts.language_name(registration.participant),
        "own_answers": own,
        "needed": [each.question for each in own if each.question.is_required and not each.text],
        "dates": conference_facts.date_range(conference.starts_on, conference.ends_on),
        "venue": conference_facts.venue(conference),
        "offered_until": registration.offer_expires_at
        and facts.deadline(registration.offer_expires_at, conference.zone),
        "may_change": rules.may_change_own(conference, now),
        "visa_request": getattr(registration.participant, "visa_request", None),
        "visa_form": visa_form(registration.participant, own_url("own_visa", ME, registration)),
        "is_active": registration.status not in {Status.CANCELLED, Status.REJECTED},
        "has_left_alone": queries.has_left_alone(registration),
        **_coming_back(registration, now),
        "may_substitute": rules.may_substitute(registration, now),
        "links": panels.personal_links(registration),
        "urls": {name: own_url(name, ME, registration) for name in OWN_PAGES},
    } | _of_person(registration)


def _coming_back(registration, now):
    """Return whether and until when somebody who left can register again: by the invitation, or as everybody can."""
    conference = registration.conference
    if registration.status != Status.CANCELLED:
        return {}
    invitation = conference.invitations.filter(participant=registration.participant, revoked_at=None).first()
    is_invited = bool(invitation) and rules.may_answer(invitation, now)
    until = rules.answer_deadline(conference, invitation) if is_invited else conference.registration_ends_at
    return {
        "is_invited": is_invited,
        "may_register": is_invited or rules.is_registration_open(conference, now),
        "closes": facts.deadline(until, conference.zone),
    }


def _of_person(registration):
    """Return what the own pages say of a photo, kept or asked for, and of being named: the wording, agreed to or anew."""
    person, found = registration.participant, getattr(registration.participant, "photo", None)
    is_kept = bool(found and found.cut)
    return {
        "photo": own_url("photo_file", ME, registration, which="kept") if is_kept else "",
        "asks_for_photo": rules.photo_rule(registration.conference) != PhotoRule.NONE,
        "consent": consents.current(registration.conference),
        "agreed": consents.agreed(person),
        "is_asked_anew": consents.is_asked_anew(person),
    }
