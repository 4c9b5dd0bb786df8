"""What is done to many registrations at once: each done or skipped with the reason, nothing half-done."""

from dataclasses import dataclass, field

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible
from participants import emails, places
from participants.actions.registrations import take_transition
from participants.models import Tag

MOST_AT_ONCE = 500
LINKS = {
    "add": ("registrations.tagged", "has this tag already."),
    "remove": ("registrations.untagged", "does not have this tag."),
}


@dataclass
class Outcome:
    """Who was done, and who was skipped and why, as names and sentences."""

    done: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def change_many(registrations, name: str, *, conference, by, at, reason: str = "", notify: bool = True) -> Outcome:
    """Take the transition of this name for many, in order of arrival. Who cannot is skipped, with the reason."""
    _refuse_too_many(registrations)
    conference = places.lock(conference)
    outcome = Outcome()
    for registration in registrations.with_participant().order_by("registered_at", "pk"):
        try:
            with transaction.atomic():
                take_transition(conference, registration.pk, name, by=by, at=at, reason=reason, notify=notify)
        except NotPossible as problem:
            outcome.skipped.append((registration.participant.formal_name, str(problem)))
        else:
            outcome.done.append(registration.participant.formal_name)
    return outcome


@transaction.atomic
def write_to_many(registrations, *, subject: str, text: str, conference, by, at) -> Outcome:
    """Write one message to each of many; who has no address is skipped."""
    _refuse_too_many(registrations)
    conference = places.lock(conference)
    outcome = Outcome()
    for registration in registrations.with_participant().order_by("registered_at", "pk"):
        participant = registration.participant
        registration.conference = participant.conference = conference
        if participant.email:
            emails.send_announcement(registration, subject=subject, text=text, by=by, at=at)
            outcome.done.append(participant.formal_name)
        else:
            outcome.skipped.append((participant.formal_name, f"{participant} has no e-mail address."))
    return outcome


@transaction.atomic
def tag_many(registrations, name: str, *, conference, by, at) -> Outcome:
    """Put a tag on many; who has it already is skipped."""
    conference = places.lock(conference)
    tag = conference.tags.filter(name__iexact=name).first() or Tag.objects.create(conference=conference, name=name)
    return _link(registrations.exclude(tags=tag), registrations.filter(tags=tag), tag, "add", by=by, at=at)


@transaction.atomic
def untag_many(registrations, tag: Tag, *, conference, by, at) -> Outcome:
    """Take a tag off many; a tag that nobody has any more is removed."""
    places.lock(conference)
    outcome = _link(registrations.filter(tags=tag), registrations.exclude(tags=tag), tag, "remove", by=by, at=at)
    if not tag.registrations.exists():
        tag.delete()
    return outcome


def _link(changing, staying, tag, verb, *, by, at):
    code, why_not = LINKS[verb]
    changing = list(changing.with_participant())
    skipped = [(each.participant.formal_name, f"{each.participant} {why_not}") for each in staying.with_participant()]
    getattr(tag.registrations, verb)(*changing)
    if changing:
        after = {"tag": tag.name, "registrations": [each.reference for each in changing]}
        audit.record(code, tag, conference=tag.conference, by=by, at=at, after=after)
    return Outcome([each.participant.formal_name for each in changing], skipped)


def _refuse_too_many(registrations):
    count = registrations.count()
    if count > MOST_AT_ONCE:
        raise NotPossible(f"{count} registrations are selected; at most {MOST_AT_ONCE} can be taken at once.")
