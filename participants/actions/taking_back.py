"""What takes an import out of the conference again, in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from conference import audit
from correspondence import actions as correspondence
from correspondence.choices import MessageStatus
from lib.progress import Steps
from lib.refusal import NotPossible
from participants import locks
from participants.actions.imports import AT_ONCE
from participants.actions.questions import change_with_answers
from participants.actions.registrations import fill_free_places
from participants.models import Answer, Delegation, Import, Invitation, Organisation, Participant, Registration

MADE_ALONG = {Registration, Invitation, Answer}
NEVER_LEFT = {MessageStatus.CANCELLED, MessageStatus.SUPPRESSED}


@dataclass
class Undone:
    """Who was taken out again, and who stays and why."""

    done: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def undo_import(run: Import, *, tell: Callable | None = None, by, at) -> Undone:
    """Take an import back: remove whom it added, restore what it changed. Who has done something since then stays.

    `tell` is told how many steps of how many are passed.
    """
    run = locks.run(run)
    if run.done_at is None or run.undone_at:
        raise NotPossible("There is nothing to undo.")
    outcome, gone = Undone(), []
    related = ["organisation", "delegation__organisation", "conference", "invitation__message"]
    people = run.conference.participants.select_related(*related)
    known = people.in_bulk([entry["participant"] for entry in run.journal])
    touched = _touched_since(run, known)
    steps = Steps(len(run.journal) + run.added_count, tell)
    for entry in steps.through(run.journal[::-1]):
        if (person := known.get(entry["participant"])) is None:
            continue
        try:
            with audit.together():  # each by itself: who stays leaves no entry
                _take_back(person, entry, touched, by=by, at=at)
        except NotPossible as problem:
            outcome.skipped.append((person.name, str(problem)))
            continue
        outcome.done.append(person.name)
        if entry["is_new"]:
            gone.append(person.pk)
    references = _remove(run.conference, gone, steps)
    fill_free_places(run.conference, by=by, at=at)
    run.undone_at = at
    run.save(update_fields=["undone_at"])
    after = {"removed": len(gone), "restored": len(outcome.done) - len(gone), "kept": len(outcome.skipped)}
    before = {"registrations": references}
    audit.record("import.undone", run, conference=run.conference, by=by, at=at, before=before, after=after)
    return outcome


def _take_back(person, entry, touched, *, by, at):
    """Restore what the import changed, or see that who is new can be removed; refuse with the reason to stay."""
    if person.pk in touched:
        raise NotPossible("Something has happened to this entry since the import.")
    if not entry["is_new"]:
        answers = {int(pk): value for pk, value in entry.get("answers", {}).items()}
        person = change_with_answers(person, answers=answers, by=by, at=at, **_restored(entry["before"]))
        if "consented_at" in entry:
            person.consented_at = entry["consented_at"] and datetime.fromisoformat(entry["consented_at"])
            person.save(update_fields=["consented_at"])
    elif not _invitation_is_held_back(person, by=by, at=at):
        raise NotPossible("The invitation has been sent.")


def _remove(conference, gone, steps) -> list[str]:
    """Remove people with all that the import made for them; return the references of their registrations."""
    registrations = conference.registrations.filter(participant__in=gone).order_by("pk")
    references = list(registrations.values_list("reference", flat=True))
    for part in steps.in_parts(gone, AT_ONCE):
        conference.participants.filter(pk__in=part).delete()
    return references


def _invitation_is_held_back(person, *, by, at) -> bool:
    """Cancel the message of the person's invitation as long as no sender has taken it; say whether none leaves."""
    message = person.invitation.message if hasattr(person, "invitation") else None
    if message is None or message.status in NEVER_LEFT:
        return True
    try:
        correspondence.cancel(message, by=by, at=at)
    except NotPossible:
        return False
    return True


def _restored(before):
    organisations = Organisation.objects.in_bulk([v["organisation"] for v in before.values() if isinstance(v, dict)])
    restored = {name: organisations.get(v["organisation"]) if isinstance(v, dict) else v for name, v in before.items()}
    if restored.get("organisation") == "":
        restored["organisation"] = None
    if "delegation" in restored:
        restored["delegation"] = Delegation.objects.filter(pk=restored["delegation"]).first()
    return restored


def _touched_since(run, known) -> set[int]:
    """Return the ids of participants with whom anything was done after the import, or who are used elsewhere."""
    people, later = run.conference.participants, run.conference.history.filter(at__gt=run.done_at)
    paths = {"participant": "pk", "registration": "registration", "invitation": "invitation"}
    touched = set()
    for kind, path in paths.items():
        subjects = later.filter(subject_kind=f"participants.{kind}").values("subject_id")
        touched |= set(people.filter(**{f"{path}__in": subjects}).values_list("pk", flat=True))
    new = [entry["participant"] for entry in run.journal if entry["is_new"]]
    answered = Answer.objects.filter(participant__in=new, answered_at__gt=run.done_at)
    touched |= set(answered.values_list("participant", flat=True))
    # No import gives a tag or writes after its own moment, so whoever has either came by it since.
    touched |= set(people.filter(pk__in=new, registration__tags__isnull=False).values_list("pk", flat=True))
    written = run.conference.messages.filter(created_at__gt=run.done_at).exclude(status__in=NEVER_LEFT)
    addresses = {address.lower() for address in written.values_list("to_email", flat=True).distinct()}
    touched |= {pk for pk in new if pk in known and known[pk].email.lower() in addresses}
    for relation in _relations():
        is_own = relation.related_model._meta.app_label == Participant._meta.app_label
        users = relation.related_model._base_manager.filter(
            **{f"{relation.field.name}__in": new if is_own else list(known)}
        )
        touched |= set(users.values_list(relation.field.attname, flat=True))
    return touched


def _relations():
    """Return what points to a participant, hidden or not, other than the rows that an import itself makes."""
    fields = Participant._meta.get_fields(include_hidden=True)
    relations = [field for field in fields if field.auto_created and not field.concrete]
    return [each for each in relations if each.field.name != "participant" or each.related_model not in MADE_ALONG]
