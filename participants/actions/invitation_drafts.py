"""Invitations that are prepared, looked at together, and sent by one word."""

from collections.abc import Iterable

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible
from participants import places, rules
from participants.actions.bulk import Outcome
from participants.actions.invitations import known_or_new, send
from participants.choices import RegistrationStatus as Status
from participants.models import Invitation

MOST_AT_ONCE = 500


@transaction.atomic
def prepare_invitation(
    conference, *, email: str, note="", expires_at=None, has_letter=False, letter_language="", by, at, **details
) -> Invitation:
    """Keep the invitation of one person as a draft: nothing leaves before it is sent."""
    conference = places.lock(conference)
    participant = known_or_new(conference, email, details, by=by, at=at)
    if reason := _why_not(participant):
        raise NotPossible(reason)
    terms = {"note": note, "expires_at": expires_at, "has_letter": has_letter, "letter_language": letter_language}
    return _prepare(conference, participant, terms, by=by, at=at)


@transaction.atomic
def prepare_many(
    people, *, conference, note="", expires_at=None, has_letter=False, letter_language="", by, at
) -> Outcome:
    """Keep drafts for those of a queryset of participants who can be invited; who cannot is skipped, with the reason."""
    conference = places.lock(conference)
    people = list(people.select_related("invitation", "registration", "organisation").by_name()[: MOST_AT_ONCE + 1])
    if len(people) > MOST_AT_ONCE:
        raise NotPossible(f"At most {MOST_AT_ONCE} people can be taken at once.")
    terms = {"note": note, "expires_at": expires_at, "has_letter": has_letter, "letter_language": letter_language}
    outcome = Outcome()
    for participant in people:
        participant.conference = conference
        if reason := _why_not(participant):
            outcome.skipped.append((participant.formal_name, reason))
        else:
            _prepare(conference, participant, terms, by=by, at=at)
            outcome.done.append(participant.formal_name)
    return outcome


@transaction.atomic
def send_drafts(conference, pks: Iterable[int], *, by, at) -> Outcome:
    """Send the drafts that were looked at; who meanwhile has been invited, or has no draft any more, is skipped.

    A date by which to answer that has passed meanwhile becomes the conference's own.
    """
    conference = places.lock(conference)
    drafts = list(conference.invitations.drafts().filter(pk__in=list(pks)[:MOST_AT_ONCE]).with_participant())
    outcome = Outcome()
    for draft in drafts:
        draft.conference = draft.participant.conference = conference
        if not draft.participant.email:
            outcome.skipped.append((draft.participant.formal_name, "No e-mail address is known any more."))
            continue
        if not draft.expires_at or draft.expires_at <= at:
            draft.expires_at = rules.first_deadline(conference, at)
            draft.save(update_fields=["expires_at"])
        send(draft, by=by, at=at)
        audit.record("invitation.sent", draft, conference=conference, by=by, at=at)
        outcome.done.append(draft.participant.formal_name)
    return outcome


@transaction.atomic
def discard_draft(invitation: Invitation, *, by, at) -> None:
    """Drop a draft; the person stays on record."""
    conference = places.lock(invitation.conference)
    draft = conference.invitations.drafts().with_participant().filter(pk=invitation.pk).first()
    if draft is None:
        raise NotPossible("This invitation was sent already. Withdraw it instead.")
    audit.record("invitation.discarded", draft, conference=conference, by=by, at=at)
    draft.delete()


def _prepare(conference, participant, terms, *, by, at):
    draft = Invitation.objects.create(
        conference=conference, participant=participant, created_at=at, **terms | {"note": terms["note"].strip()}
    )
    audit.record("invitation.prepared", draft, conference=conference, by=by, at=at)
    return draft


def _why_not(participant) -> str:
    """Return why somebody cannot be invited now, or an empty text."""
    registration = getattr(participant, "registration", None)
    if not participant.email:
        return f"{participant} has no e-mail address."
    if hasattr(participant, "invitation"):
        return f"{participant} has been invited already, or a draft is there."
    if registration and registration.status in {Status.CONFIRMED, Status.WAITLISTED}:
        return f"{participant} is registered already."
    return ""
