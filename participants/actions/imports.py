"""What brings a spreadsheet into the conference, in one transaction, and takes it out again."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from conference import audit
from correspondence import actions as correspondence
from correspondence.choices import MessageStatus
from lib import spreadsheets
from lib.progress import Steps
from lib.refusal import NotPossible, still_there
from lib.text import search_key
from participants import columns, importing, places
from participants.actions.invitation_drafts import prepare_many
from participants.actions.invitations import invite_known
from participants.actions.line import within_places
from participants.actions.organisations import add_organisation
from participants.actions.participants import change_participant, rewrite
from participants.actions.registrations import fill_free_places
from participants.choices import NewPeople
from participants.choices import RegistrationStatus as Status
from participants.details import CONSENT, fill_in, new_reference, note_consent
from participants.models import Delegation, Import, Invitation, Organisation, Participant, Registration

MOST_INVITED_AT_ONCE = 500
MOST_TITLES = 20  # rows that may stand above the headers
AT_ONCE = 250  # rows in one statement, between two words about how far it is
MADE_ALONG = {Registration, Invitation}
NEVER_LEFT = {MessageStatus.CANCELLED, MessageStatus.SUPPRESSED}


@dataclass
class Undone:
    """Who was taken out again, and who stays and why."""

    done: list[str] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)


@transaction.atomic
def upload(conference, *, file_name: str, content: bytes, by, at) -> Import:
    """Read a spreadsheet and guess what its columns are; nothing is written into the conference yet.

    A workbook that takes long to read is kept for the worker (`is_read` is false until then). What no file may be is
    refused here and now.
    """
    weight = spreadsheets.weigh(content)
    run = Import(
        conference=conference,
        file_name=file_name[:200],
        file_hash=hashlib.sha256(content).hexdigest(),
        uploaded_at=at,
    )
    if weight.is_heavy:
        run.content = content
    else:
        _fill(run, spreadsheets.read(content))
    run.save(force_insert=True)
    return run


def table_of(run: Import, *, passed=None) -> spreadsheets.Table:
    """Read a file that waits, in a process of its own within limits of time and memory."""
    return spreadsheets.read_apart(bytes(run.content), passed=passed)


@transaction.atomic
def keep_table(run: Import, table: spreadsheets.Table, *, by, at) -> Import:
    """Keep what stands in a file that waited; the file itself is dropped."""
    _fill(run, table)
    run.content = b""
    run.save(update_fields=["headers", "rows", "mapping", "content"])
    return run


@transaction.atomic
def keep_preview(run: Import, plan: importing.Plan, *, by, at) -> Import:
    """Keep what the worker found that an import would do."""
    run.preview = plan.kept()
    run.save(update_fields=["preview"])
    return run


@transaction.atomic
def drop_preview(run: Import, *, by, at) -> Import:
    """Forget what an import would have done, because something has changed since."""
    run.preview = None
    run.save(update_fields=["preview"])
    return run


def _fill(run, table):
    remembered = _remembered(run.conference)
    first = [table.headers, *(cells for _, cells in table.rows[:MOST_TITLES])]
    table = table.headed_by(columns.header_row(first, remembered))
    run.headers, run.rows = table.headers, table.rows
    run.mapping = importing.guess(table.headers, remembered, table.rows)


@transaction.atomic
def map_columns(run: Import, *, mapping: list[str], new_become: str, new_sector: str, by, at) -> Import:
    """Settle what each column fills and what new people become."""
    run = _lock(run)
    _refuse_when_done(run)
    if not {"family_name", importing.WHOLE_NAME, "reference"} & set(mapping):
        raise NotPossible("Choose which column holds the family name, or the whole name.")
    taken = [target for target in mapping if target]
    twice = next((target for target in taken if taken.count(target) > 1), None)
    if twice:
        raise NotPossible(f"Two columns fill “{dict(importing.TARGETS)[twice]}”. Leave one out.")
    run.mapping, run.new_become, run.new_sector, run.preview = mapping, new_become, new_sector, None
    run.save(update_fields=["mapping", "new_become", "new_sector", "preview"])
    return run


@transaction.atomic
def run_import(run: Import, *, fingerprint: str, tell: Callable | None = None, by, at) -> Import:
    """Import the rows that add or change something, all or none. Rows with errors are left out, as the preview said.

    Refuses when the plan is no longer the one that was shown. `tell` is told how many steps of how many are passed.
    """
    run = _lock(run)
    _refuse_when_done(run)
    steps = Steps(3 * len(run.rows), tell)  # each row is compared; who is new is written twice: person and place
    plan = importing.plan(run, passed=steps.reach)
    if plan.fingerprint != fingerprint:
        raise NotPossible("Something has changed since this preview was made. Look at it again.")
    added, changed = plan.of(importing.ADD), plan.of(importing.CHANGE)
    if not added and not changed:
        raise NotPossible("Nothing in this file is new.")
    if run.new_become in {NewPeople.INVITED, NewPeople.PREPARED} and len(added) > MOST_INVITED_AT_ONCE:
        raise NotPossible(f"At most {MOST_INVITED_AT_ONCE} people can be invited at once. Divide the file.")
    organisations = _new_organisations(run, plan.effective, by=by, at=at)
    with audit.together():
        with within_places(run.conference, by=by, at=at):
            journal = [_change(row, organisations, by=by, at=at) for row in steps.through(changed)]
        journal += _add(run, added, organisations, steps, by=by, at=at)
    steps.reach(steps.total)
    run.journal, run.rows, run.preview = journal, [], None
    run.done_at, run.added_count, run.changed_count = at, len(added), len(changed)
    run.save(update_fields=["journal", "rows", "preview", "done_at", "added_count", "changed_count"])
    after = {"added": len(added), "changed": len(changed), "left out": len(plan.of(importing.ERROR))}
    audit.record("import.done", run, conference=run.conference, by=by, at=at, after=after)
    return run


@transaction.atomic
def undo_import(run: Import, *, tell: Callable | None = None, by, at) -> Undone:
    """Take an import back: remove whom it added, restore what it changed. Who has done something since then stays.

    `tell` is told how many steps of how many are passed.
    """
    run = _lock(run)
    if run.done_at is None or run.undone_at:
        raise NotPossible("There is nothing to undo.")
    outcome, gone = Undone(), []
    related = ["organisation", "delegation__organisation", "conference", "invitation__message"]
    people = run.conference.participants.select_related(*related)
    known = people.in_bulk([entry["participant"] for entry in run.journal])
    touched = _touched_since(run, known)
    steps = Steps(len(run.journal) + run.added_count, tell)
    with audit.together():
        for entry in steps.through(run.journal[::-1]):
            if (person := known.get(entry["participant"])) is None:
                continue
            try:
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


@transaction.atomic
def discard_upload(run: Import, *, by, at) -> None:
    """Drop a file that was uploaded and never imported, with its rows."""
    run = _lock(run)
    _refuse_when_done(run)
    if run.work.unfinished().exists():
        raise NotPossible("The worker is busy with this file. Wait until it is done, or stop it.")
    audit.record("import.discarded", run, conference=run.conference, by=by, at=at)
    run.delete()


def _take_back(person, entry, touched, *, by, at):
    """Restore what the import changed, or see that who is new can be removed; refuse with the reason to stay."""
    if person.pk in touched:
        raise NotPossible("Something has happened to this entry since the import.")
    if not entry["is_new"]:
        person = change_participant(person, by=by, at=at, **_restored(entry["before"]))
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


def _lock(run):
    conference = places.lock(run.conference)
    run = still_there(Import.objects, pk=run.pk)
    run.conference = conference
    return run


def _refuse_when_done(run):
    if run.done_at:
        raise NotPossible("This file is imported already.")


def _remembered(conference) -> dict[str, str]:
    """Return how columns were mapped before, by header; the latest word counts."""
    known = {}
    for headers, mapping in conference.imports.order_by("pk").values_list("headers", "mapping").filter(done_at__isnull=False):  # fmt: skip
        known |= {search_key(header): target for header, target in zip(headers, mapping, strict=True)}
    return known


def _new_organisations(run, rows, *, by, at) -> dict[str, Organisation]:
    found = {}
    for row in rows:
        if row.new_organisation:
            key = search_key(row.new_organisation["official_name"])
            if key not in found:
                found[key] = add_organisation(conference=run.conference, by=by, at=at, **row.new_organisation)
    return found


def _details(row, organisations):
    organisation = row.values.get("organisation")
    if isinstance(organisation, str):
        return row.values | {"organisation": organisations[search_key(organisation)]}
    return row.values


def _change(row, organisations, *, by, at):
    details = _details(row, organisations)
    before = {name: _kept(getattr(row.participant, name)) for name in row.changes}
    changed = {name: details[name] for name in row.changes}
    if "organisation" in changed:
        before["delegation"] = row.participant.delegation_id
    entry = {"participant": row.participant.pk, "is_new": False, "before": before}
    if "is_listed" in changed and row.participant.is_listed:
        at_first = row.participant.consented_at
        before[CONSENT], entry["consented_at"] = row.participant.consent_version, at_first and at_first.isoformat()
    rewrite(row.participant, by=by, at=at, **changed)
    return entry


def _add(run, rows, organisations, steps, *, by, at):
    people = [Participant(conference=run.conference, created_at=at) for _ in rows]
    for person, row in zip(people, rows, strict=True):
        fill_in(person, _details(row, organisations))
        note_consent(person, False, {}, at)
    tally = places.Tally(run.conference)
    _seat(people, tally)
    for part in steps.in_parts(people, AT_ONCE):
        Participant.objects.bulk_create(part)
    if run.new_become in {NewPeople.INVITED, NewPeople.PREPARED}:
        for person in steps.through(people):
            audit.record("participant.added", person, conference=run.conference, by=by, at=at, reason=_reason(run))
            if person.email and run.new_become == NewPeople.INVITED:
                invite_known(person, by=by, at=at)
        if run.new_become == NewPeople.PREPARED:
            with_address = Participant.objects.filter(pk__in=[person.pk for person in people if person.email])
            prepare_many(with_address, conference=run.conference, by=by, at=at)
    else:
        _register(run, people, tally, steps, by=by, at=at)
    return [{"participant": person.pk, "is_new": True, "before": {}} for person in people]


def _seat(people, tally):
    """Put people into the delegations of their organisations, after the members that these have."""
    sizes = {}
    for person in people:
        delegation = tally.delegations.get(person.organisation_id)
        if delegation:
            size = sizes[delegation.pk] = sizes.get(delegation.pk, delegation.members.count()) + 1
            person.delegation, person.delegation_position = delegation, size


def _register(run, people, tally, steps, *, by, at):
    registrations = []
    for waiting in places.first_in_line(
        run.conference, places.in_line(run.conference), places.free_count(run.conference)
    ):
        tally.take(waiting.participant)  # free places go to them first
    for person in people:
        if run.new_become == NewPeople.PENDING:
            status = Status.PENDING
        else:
            status = Status.CONFIRMED if tally.take(person) else Status.WAITLISTED
        registrations.append(
            Registration(
                conference=run.conference,
                participant=person,
                reference=new_reference(),
                status=status,
                registered_at=at,
                status_changed_at=at,
            )
        )
    for part in steps.in_parts(registrations, AT_ONCE):
        Registration.objects.bulk_create(part)
    for registration in registrations:
        audit.record(
            "registration.received",
            registration,
            conference=run.conference,
            by=by,
            at=at,
            after={"status": str(registration.status)},
            reason=_reason(run),
        )


def _reason(run):
    return f"From the spreadsheet {run.file_name}"


def _kept(value):
    """Return a detail as the journal keeps it."""
    if isinstance(value, Organisation):
        return {"organisation": value.pk}
    return value if isinstance(value, bool) else str(value or "")


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
