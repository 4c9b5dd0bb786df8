"""Until when people may answer, change and cancel. Pure functions of a conference, an invitation and a moment."""

from datetime import datetime, time, timedelta

from conference.choices import Phase
from correspondence.choices import MessageStatus
from lib.text import search_key
from participants.choices import PhotoRule
from participants.choices import RegistrationStatus as Status
from participants.models import RegistrationSettings

LATE = timedelta(days=14)


def opening(conference) -> datetime:
    """Return the first moment of the conference's first day, in its zone."""
    return conference.opening_at


def answer_deadline(conference, invitation=None) -> datetime:
    """Return until when an answer can be given or changed: the invitation's own date, else the close of registration."""
    if invitation is not None and invitation.expires_at:
        return invitation.expires_at
    return conference.registration_ends_at


def first_deadline(conference, at) -> datetime:
    """Return until when an invitation sent now can be answered: the close of registration, else the opening.

    When both have passed, as for somebody who is put on record afterwards, there is a fortnight.
    """
    return next((moment for moment in (answer_deadline(conference), opening(conference)) if moment > at), at + LATE)


def may_answer(invitation, at) -> bool:
    """Say whether the invitation can still be answered."""
    if invitation.conference.is_cancelled:
        return False
    return invitation.revoked_at is None and at < answer_deadline(invitation.conference, invitation)


def may_renew(invitation, at) -> bool:
    """Say whether the invited person may ask for a new link: the date is over, the conference is not."""
    if invitation.conference.is_cancelled:
        return False
    return invitation.revoked_at is None and at < opening(invitation.conference)


def waits_in_vain(message, participant) -> bool:
    """Say whether a waiting message does not keep another from being written.

    Its letter could not be made, or it would go to an address that was corrected since.
    """
    if not message.is_waiting:
        return False
    if message.status == MessageStatus.PREPARING and message.letter.failed_at:
        return True
    return message.to_email.lower() != participant.email.lower()


def may_ask_for_visa(conference, at) -> bool:
    """Say whether people may ask for a letter for a visa: the conference offers it and has not begun."""
    letterhead = getattr(conference, "letterhead", None)
    return letterhead is not None and letterhead.has_visa_letters and at < opening(conference)


def may_change_own(conference, at) -> bool:
    """Say whether participants may still change their details or cancel: always before the conference.

    As long as registration is open, too: who can still register can correct it, and cancel.
    """
    return at < opening(conference) or is_registration_open(conference, at)


def is_registration_open(conference, at) -> bool:
    """Say whether registrations are taken from the public at this moment."""
    return conference.phase(at) == Phase.REGISTRATION_OPEN


def may_nominate(delegation, at) -> bool:
    """Say whether the focal point may still work on the list: as long as it is open and the conference not begun."""
    return delegation.is_open and at < opening(delegation.conference)


def why_somebody_else(nominee, known) -> str | None:
    """Return why the person known by a nominee's address cannot be the nominee, or None when it may be the same.

    The names must agree as far as both are known, and nobody is in two delegations: an address alone does not make
    one person of two.
    """
    names = [(getattr(nominee, name), getattr(known, name)) for name in ("family_name", "given_name")]
    if any(search_key(given) != search_key(own) for given, own in names if given and own):
        return f"{nominee.email} is the address of {known.name}."
    if known.delegation and known.delegation_id != nominee.delegation_id:
        return f"{known.name} belongs to the delegation of {known.delegation}."
    return None


def settings_of(conference) -> RegistrationSettings:
    """Return what a conference has settled about photos and substitution, or what holds where it has not."""
    return getattr(conference, "registration_settings", None) or RegistrationSettings(conference=conference)


def photo_rule(conference) -> PhotoRule:
    """Return whether the conference asks those who register for a photo."""
    return PhotoRule(settings_of(conference).photo)


def substitution_ends(conference) -> datetime:
    """Return until when people may send somebody else: the end of the day that was set, at most until the opening."""
    last_day = settings_of(conference).substitute_until_on
    if last_day is None:
        return opening(conference)
    end = datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=conference.zone)
    return min(end, opening(conference))


def may_substitute(registration, at) -> bool:
    """Say whether somebody with a place may send another person in it, without asking the desk."""
    conference = registration.conference
    is_theirs = registration.status == Status.CONFIRMED and not registration.has_arrived
    return is_theirs and settings_of(conference).is_substitution_allowed and at < substitution_ends(conference)
