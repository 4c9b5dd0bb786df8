"""Letters for visas: asked for by who comes, checked and sent by the desk in one act, forgotten afterwards."""

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible, still_there
from participants import letter_emails, places, queries, rules
from participants.models import VisaRequest

FIELDS = ["passport_name", "passport_number", "nationality", "born_on", "addressed_to"]
NOTHING = {
    "passport_name": "", "passport_number": "", "nationality": "", "born_on": None, "addressed_to": "",
    "refusal_reason": "",
}  # fmt: skip


@transaction.atomic
def ask_for_visa_letter(participant, *, by, at, **details) -> VisaRequest:
    """Keep that somebody needs a letter for a visa, with what it has to say; later words take the place of earlier.

    What was sent or refused before and is changed now waits for the desk again. The history never holds the passport.
    """
    conference = places.lock(participant.conference)
    if not rules.may_ask_for_visa(conference, at):
        raise NotPossible("Letters for visas can no longer be asked for here. Please write to the organisers.")
    if not queries.is_expected(participant):
        raise NotPossible("Only who is invited or registered gets a letter for a visa.")
    request = VisaRequest.objects.filter(participant=participant).first()
    before = {name: getattr(request, name) for name in FIELDS} if request else None
    if before == details and not request.refused_at and not request.erased_at:
        return request
    verb = "visa_letter.changed" if request else "visa_letter.asked_for"
    request = request or VisaRequest(conference=conference, participant=participant)
    for name, value in details.items():
        setattr(request, name, value)
    request.asked_at, request.sent_at, request.refused_at, request.refusal_reason = at, None, None, ""
    request.erased_at = None
    request.save(
        force_insert=before is None,
        **({} if before is None else {
            "update_fields": [*FIELDS, "asked_at", "sent_at", "refused_at", "refusal_reason", "erased_at"]
        }),
    )  # fmt: skip
    audit.record(verb, request, conference=conference, by=by, at=at)
    return request


@transaction.atomic
def send_visa_letter(request: VisaRequest, *, by, at) -> VisaRequest:
    """Send the letter that was checked: the message leaves as soon as the letter is made."""
    request = _reread(request)
    if request.sent_at:
        raise NotPossible("The letter is on its way already.")
    if request.erased_at:
        raise NotPossible("What the letter would say of the passport is destroyed already.")
    if not request.participant.email:
        raise NotPossible(f"{request.participant} has no e-mail address.")
    request.message = letter_emails.send_visa_letter(request, by=by, at=at)
    request.sent_at, request.refused_at, request.refusal_reason = at, None, ""
    request.save(update_fields=["message", "sent_at", "refused_at", "refusal_reason"])
    audit.record("visa_letter.sent", request, conference=request.conference, by=by, at=at)
    return request


@transaction.atomic
def refuse_visa_letter(request: VisaRequest, *, reason: str, by, at) -> VisaRequest:
    """Say no, with a reason that the person reads on the own page and in a message."""
    request = _reread(request)
    if request.sent_at or request.refused_at:
        raise NotPossible("This request is answered already.")
    if not reason.strip():
        raise NotPossible("The person needs a reason.", field="reason")
    request.refused_at, request.refusal_reason = at, reason.strip()[:500]
    request.save(update_fields=["refused_at", "refusal_reason"])
    if request.participant.email:
        letter_emails.send_visa_refusal(request, by=by, at=at)
    audit.record("visa_letter.refused", request, conference=request.conference, by=by, at=at, reason=reason[:500])
    return request


@transaction.atomic
def forget_passports(conference, *, by, at) -> int:
    """Erase what people wrote about passports in a conference's requests; return of how many people."""
    conference = places.lock(conference)
    return conference.visa_requests.filter(erased_at=None).update(**NOTHING, erased_at=at)


def forget_passport_of(participant, *, by, at) -> None:
    """Erase what one person wrote about the passport, inside an action that takes the person out."""
    VisaRequest.objects.filter(participant=participant).update(**NOTHING, erased_at=at)


def _reread(request):
    conference = places.lock(request.conference)
    request = still_there(conference.visa_requests.with_participant(), pk=request.pk)
    request.conference = request.participant.conference = conference
    return request
