"""To what people agree who are named in the list of participants: the wording, and its versions at a conference.

Version 1 is the usual sentence; a conference that words it otherwise makes version 2, and so on. Who agreed to an earlier
one is named meanwhile, since to be named is what they agreed to, and is asked anew on the own page.
"""

from dataclasses import dataclass
from datetime import datetime

from participants import rules

USUAL = "I agree to be named in the list of participants"


@dataclass(frozen=True)
class Wording:
    """One version of the sentence; `since` is when it came into force, None for the usual one."""

    version: int
    text: str
    since: datetime | None = None


FIRST = Wording(1, USUAL)


def wordings(conference) -> list[Wording]:
    """Return all versions of a conference, the earliest first."""
    own = rules.settings_of(conference).consent_wordings
    later = [
        Wording(version, each["text"], datetime.fromisoformat(each["since"]))
        for version, each in enumerate(own, start=2)
    ]
    return [FIRST, *later]


def current(conference) -> Wording:
    """Return what people agree to now."""
    return wordings(conference)[-1]


def agreed(participant) -> Wording | None:
    """Return what somebody agreed to by their own hand; None for who did not, or was noted by the team as agreeing."""
    if not participant.is_listed or participant.consent_version is None:
        return None
    return wordings(participant.conference)[participant.consent_version - 1]


def shown_to(participant) -> Wording:
    """Return the sentence beside the box on the own pages: what somebody agreed to, else the one that holds now."""
    return agreed(participant) or current(participant.conference)


def is_asked_anew(participant) -> bool:
    """Say whether somebody is named by an earlier wording, or by the team's word from before the present one."""
    now = current(participant.conference)
    if not participant.is_listed or now.since is None:
        return False
    if participant.consent_version is not None:
        return participant.consent_version < now.version
    return participant.consented_at is None or participant.consented_at < now.since


def in_words(participant) -> str:
    """Say to what somebody agreed and when, as the desk reads it; nothing about who did not."""
    if not participant.is_listed:
        return ""
    at, now, wording = participant.consented_at, current(participant.conference), agreed(participant)
    when = f" on {at.astimezone(participant.conference.zone):%-d %B %Y}" if at else ""
    if wording is None:
        return f"Noted by the team{when}."
    later = f"; since then it reads “{now.text}”" if wording.version < now.version else ""
    return f"Agreed{when} to “{wording.text}” (version {wording.version}){later}."
