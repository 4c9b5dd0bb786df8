"""A participant's details: which there are, how they are filled in, how the history keeps them."""

import secrets

from lib.text import search_key, without_breaks
from participants.models import Participant

DETAILS = [
    "honorific",
    "given_name",
    "family_name",
    "name_order",
    "job_title",
    "organisation",
    "country",
    "email",
    "phone",
    "language",
    "needs",
    "gender",
    "is_listed",
    "delegation",
    "delegation_role",
    "delegation_position",
]
ON_ONE_LINE = {"honorific", "given_name", "family_name", "job_title"}
CONSENT = "consent_version"  # goes with is_listed: to which wording somebody agreed (participants/consents.py)
# What the desk knows to take care of people; the history says that it changed, and not what it is.
PERSONAL = {"phone", "needs", "gender"}
# Signs that cannot be taken for one another when a reference is read aloud or copied by hand.
REFERENCE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def fill_in(participant: Participant, details: dict) -> None:
    """Put details into a participant that is not saved yet, with the keys by which it is found and sorted."""
    unknown = set(details) - {*DETAILS, CONSENT}
    if unknown:
        raise TypeError(f"not details of a participant: {', '.join(sorted(unknown))}")
    for name, value in details.items():
        value = value.strip() if isinstance(value, str) else value
        setattr(participant, name, without_breaks(value) if value and name in ON_ONE_LINE else value)
    participant.search_key = search_key(participant.given_name, participant.family_name, participant.email)
    participant.sort_key = search_key(participant.family_name, participant.given_name)[:320]


def note_consent(participant: Participant, was_listed: bool, details: dict, at) -> None:
    """Note when somebody agreed to be named and to which wording: the one they saw, or None when the team says so.

    Who is named already keeps what was agreed to, unless `details` name a version.
    """
    if not participant.is_listed:
        participant.consent_version = participant.consented_at = None
    elif not was_listed or CONSENT in details:
        participant.consent_version, participant.consented_at = details.get(CONSENT), at


def plain(participant: Participant) -> dict:
    """Return the details as the history keeps them: words rather than ids."""
    values = {name: getattr(participant, name) for name in [*DETAILS, CONSENT]}
    return {name: value if isinstance(value, bool | int) else str(value or "") for name, value in values.items()}


def new_reference() -> str:
    """Return a reference for a registration, such as 7KQ4-M2XD."""
    signs = "".join(secrets.choice(REFERENCE_SIGNS) for _ in range(8))
    return f"{signs[:4]}-{signs[4:]}"
