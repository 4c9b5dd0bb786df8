"""Everything that is held about one person at one conference, in words, for the person who asks (PRIV-04).

Apps above say what they hold: `held.more.append(function)` in their `AppConfig.ready()`, with (participant) -> Part | None.
"""

from collections.abc import Callable
from dataclasses import dataclass

from conference import audit
from correspondence.models import OptOut
from participants import consents
from participants.audit import history_of
from participants.details import DETAILS
from participants.models import Participant


@dataclass(frozen=True)
class Part:
    """One part: its heading, and entries, each a list of (label, value)."""

    heading: str
    entries: list[list[tuple[str, str]]]


more: list[Callable[[Participant], Part | None]] = []


def about(participant: Participant) -> list[Part]:
    """Return all parts that hold something; the person's own comes first, the history last."""
    parts = [
        Part("You", [_of(participant, DETAILS) + _consent(participant)]),
        Part("Your registration", _registration(participant)),
        Part("Your invitation", _invitation(participant)),
        Part("Your letter for a visa", _visa(participant)),
        Part("Your answers", _answers(participant)),
        Part("Nominations", _nominations(participant)),
        *(part for function in more if (part := function(participant))),
        Part("Registrations that you began", _drafts(participant)),
        Part("Messages to you", _messages(participant)),
        Part("What was changed, and by whom", _history(participant)),
    ]
    return [part for part in parts if part.entries]


def when(participant, moment) -> str:
    """Write a moment in the conference's zone."""
    conference = participant.conference
    return f"{moment.astimezone(conference.zone):%-d %B %Y, %H:%M} ({conference.time_zone})" if moment else ""


def _consent(participant) -> list[tuple[str, str]]:
    said = consents.in_words(participant)
    return [("What you agreed to", said)] if said else []


def _of(subject, names) -> list[tuple[str, str]]:
    """Return the named fields of an object as people read them; empty ones are left out."""
    found = []
    for name in names:
        field = subject._meta.get_field(name)
        words = getattr(subject, f"get_{name}_display", None)
        value = words() if words and field.choices else getattr(subject, name)
        if value not in ("", None):
            said = {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)
            found.append((str(field.verbose_name).capitalize(), said))
    return found


def _registration(participant):
    registration = getattr(participant, "registration", None)
    if registration is None:
        return []
    times = [
        ("Registered", when(participant, registration.registered_at)),
        ("Arrived", when(participant, registration.checked_in_at)),
        ("Tags", ", ".join(tag.name for tag in registration.tags.all())),
    ]
    return [[*_of(registration, ["reference", "status"]), *((label, said) for label, said in times if said)]]


def _invitation(participant):
    invitation = getattr(participant, "invitation", None)
    if invitation is None:
        return []
    times = [
        ("Written", when(participant, invitation.created_at)),
        ("Page first used", when(participant, invitation.opened_at)),
        ("Answered", when(participant, invitation.answered_at)),
        ("Withdrawn", when(participant, invitation.revoked_at)),
    ]
    words = _of(invitation, ["note", "answer", "delegated_to", "decline_reason"])
    return [[*((label, said) for label, said in times if said), *words]]


def _visa(participant):
    request = getattr(participant, "visa_request", None)
    if request is None:
        return []
    names = ["passport_name", "passport_number", "nationality", "born_on", "addressed_to", "refusal_reason"]
    times = [
        ("Asked", when(participant, request.asked_at)),
        ("Sent", when(participant, request.sent_at)),
        ("Refused", when(participant, request.refused_at)),
    ]
    return [[*((label, said) for label, said in times if said), *_of(request, names)]]


def _answers(participant):
    answers = participant.answers.select_related("question").order_by("question__position", "pk")
    return [
        [("Question", each.question.label), ("Answer", each.text or ("A file" if each.file else "")),
         ("Given", when(participant, each.answered_at))]
        for each in answers
    ]  # fmt: skip


def _nominations(participant):
    names = ["honorific", "given_name", "family_name", "job_title", "email", "role"]
    return [
        [("Delegation of", str(each.delegation)), *_of(each, names)]
        for each in participant.nominations.select_related("delegation__organisation")
    ]


def _drafts(participant):
    if not participant.email:
        return []
    found = [each for each in participant.conference.drafts.all() if each.email.lower() == participant.email.lower()]
    return [
        [("Begun", when(participant, each.created_at))]
        + [
            (name.replace("_", " "), str(value))
            for step in each.answers.values()
            for name, value in step.items()
            if value
        ]
        for each in found
    ]


def _messages(participant):
    if not participant.email:
        return []
    conference = participant.conference
    entries = [
        [("Written", when(participant, each.created_at)), ("Subject", each.subject),
         ("Status", each.get_status_display()), ("Text", each.readable_text)]
        for each in conference.messages.filter(to_email__iexact=participant.email).order_by("created_at")
    ]  # fmt: skip
    for each in OptOut.objects.filter(conference=conference, email=participant.email.lower()):
        entries.append([("No more reminders since", when(participant, each.opted_out_at))])
    return entries


def _history(participant):
    entries = []
    for entry in history_of(participant).order_by("at", "pk"):
        line = audit.line(entry)
        said = f"{entry.actor_label} {line.sentence} {entry.subject_label}"
        changed = [(name.capitalize(), f"{before} → {after}") for name, before, after in line.changes]
        entries.append([("When", when(participant, entry.at)), ("What", said), *changed])
        if entry.reason:
            entries[-1].append(("Reason", entry.reason))
    return entries
