"""What is done to many registrations at once: each done or skipped with the reason, nothing half-done."""

from dataclasses import dataclass, field

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible
from participants import places
from participants.actions.registrations import take_transition
from participants.choices import WorkKind
from participants.models import Tag

LINKS = {
    "add": ("registrations.tagged", "has this tag already."),
    "remove": ("registrations.untagged", "does not have this tag."),
}


@dataclass
class Outcome:
    """Who was done, and who was skipped and why, as names and sentences."""

    done: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


def do_to_many(registrations, kind: str, *, wish: dict, conference, by, at) -> Outcome:
    """Do to many what was wished, in words that can be kept until the worker does it."""
    return KINDS[kind](registrations, wish, conference=conference, by=by, at=at)


@transaction.atomic
def change_many(registrations, name: str, *, conference, by, at, reason: str = "", notify: bool = True) -> Outcome:
    """Take the transition of this name for many, in order of arrival. Who cannot is skipped, with the reason."""
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


def _change(registrations, wish, **given):
    return change_many(registrations, wish["name"], reason=wish["reason"], notify=wish["notify"], **given)


def _tag(registrations, wish, **given):
    return tag_many(registrations, wish["name"], **given)


def _untag(registrations, wish, conference, **given):
    tag = conference.tags.filter(pk=wish["tag"]).first()
    if tag is None:
        raise NotPossible("Nobody has this tag any more.")
    return untag_many(registrations, tag, conference=conference, **given)


KINDS = {WorkKind.CHANGE: _change, WorkKind.TAG: _tag, WorkKind.UNTAG: _untag}
