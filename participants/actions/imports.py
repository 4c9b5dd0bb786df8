"""What brings a spreadsheet into the conference, in one transaction."""

import hashlib
from collections.abc import Callable

from django.db import transaction

from conference import audit
from lib import spreadsheets
from lib.progress import Steps
from lib.refusal import NotPossible
from lib.text import search_key
from participants import columns, importing, locks, places, questions, replies
from participants.actions.invitation_drafts import prepare_many
from participants.actions.invitations import invite_known
from participants.actions.line import within_places
from participants.actions.organisations import add_organisation
from participants.actions.participants import rewrite
from participants.actions.questions import keep_answers
from participants.choices import NewPeople
from participants.choices import RegistrationStatus as Status
from participants.details import CONSENT, fill_in, new_reference, note_consent
from participants.models import Answer, Import, Organisation, Participant, Registration

MOST_INVITED_AT_ONCE = 500
MOST_TITLES = 20  # rows that may stand above the headers
AT_ONCE = 250  # rows in one statement, between two words about how far it is


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
        _fill(run, spreadsheets.read(content), by)
    run.save(force_insert=True)
    return run


def table_of(run: Import, *, passed=None) -> spreadsheets.Table:
    """Read a file that waits, in a process of its own within limits of time and memory."""
    return spreadsheets.read_apart(bytes(run.content), passed=passed)


@transaction.atomic
def keep_table(run: Import, table: spreadsheets.Table, *, by, at) -> Import:
    """Keep what stands in a file that waited; the file itself is dropped."""
    _fill(run, table, by)
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


def _fill(run, table, by):
    remembered, asked = _remembered(run.conference), _asked_by(by, run.conference)
    first = [table.headers, *(cells for _, cells in table.rows[:MOST_TITLES])]
    known = {search_key(heading): target for target, heading in asked.items()} | remembered
    table = table.headed_by(columns.header_row(first, known))
    run.headers, run.rows = table.headers, table.rows
    run.mapping = importing.guess(table.headers, remembered, table.rows, asked)


def _asked_by(user, conference) -> dict[str, str]:
    """Return the questions of the conference's own that a column may fill for somebody who reads their answers."""
    return replies.targets(replies.readable_by(user, conference))


@transaction.atomic
def map_columns(run: Import, *, mapping: list[str], new_become: str, new_sector: str, by, at) -> Import:
    """Settle what each column fills and what new people become."""
    run = locks.run(run)
    _refuse_when_done(run)
    _refuse_unread(run, mapping, by)
    if not {"family_name", importing.WHOLE_NAME, "reference"} & set(mapping):
        raise NotPossible("Choose which column holds the family name, or the whole name.")
    taken = [target for target in mapping if target]
    twice = next((target for target in taken if taken.count(target) > 1), None)
    if twice:
        called = importing.labels(_asked_by(by, run.conference))
        raise NotPossible(f"Two columns fill “{called[twice]}”. Leave one out.")
    run.mapping, run.new_become, run.new_sector, run.preview = mapping, new_become, new_sector, None
    run.save(update_fields=["mapping", "new_become", "new_sector", "preview"])
    return run


@transaction.atomic
def run_import(run: Import, *, fingerprint: str, tell: Callable | None = None, by, at) -> Import:
    """Import the rows that add or change something, all or none. Rows with errors are left out, as the preview said.

    Refuses when the plan is no longer the one that was shown. `tell` is told how many steps of how many are passed.
    """
    run = locks.run(run)
    _refuse_when_done(run)
    _refuse_unread(run, run.mapping, by)
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
    with audit.together(), within_places(run.conference, by=by, at=at):
        journal = [_change(run, row, organisations, by=by, at=at) for row in steps.through(changed)]
        journal += _add(run, added, organisations, steps, by=by, at=at)
        _refuse_too_many_choices(run.conference, plan.effective)
    steps.reach(steps.total)
    run.journal, run.rows, run.preview = journal, [], None
    run.done_at, run.added_count, run.changed_count = at, len(added), len(changed)
    run.save(update_fields=["journal", "rows", "preview", "done_at", "added_count", "changed_count"])
    after = {"added": len(added), "changed": len(changed), "left out": len(plan.of(importing.ERROR))}
    if answered := sum(len(row.replies) for row in plan.effective):
        after["answers"] = answered
    audit.record("import.done", run, conference=run.conference, by=by, at=at, after=after)
    return run


@transaction.atomic
def discard_upload(run: Import, *, by, at) -> None:
    """Drop a file that was uploaded and never imported, with its rows."""
    run = locks.run(run)
    _refuse_when_done(run)
    if run.work.unfinished().exists():
        raise NotPossible("The worker is busy with this file. Wait until it is done, or stop it.")
    audit.record("import.discarded", run, conference=run.conference, by=by, at=at)
    run.delete()


def _refuse_unread(run, mapping, by):
    if not replies.are_readable(mapping, replies.readable_by(by, run.conference)):
        raise NotPossible("A column of this file answers a question whose answers you may not read.")


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


def _change(run, row, organisations, *, by, at):
    details, person = _details(row, organisations), row.participant
    before = {name: _kept(getattr(person, name)) for name in row.changes if name not in row.replies}
    changed = {name: details[name] for name in before}
    if "organisation" in changed:
        before["delegation"] = person.delegation_id
    entry = {"participant": person.pk, "is_new": False, "before": before}
    if "is_listed" in changed and person.is_listed:
        at_first = person.consented_at
        before[CONSENT], entry["consented_at"] = person.consent_version, at_first and at_first.isoformat()
    if changed:
        person, _ = rewrite(person, by=by, at=at, **changed)
    if row.replies:
        entry["answers"] = {str(questions.pk_in(target)): former.value for target, former in row.former.items()}
        keep_answers(run.conference, person, _by_question(row), by=by, at=at)
    return entry


def _by_question(row):
    return {questions.pk_in(target): reply.value for target, reply in row.replies.items()}


def _add(run, rows, organisations, steps, *, by, at):
    people = [Participant(conference=run.conference, created_at=at) for _ in rows]
    for person, row in zip(people, rows, strict=True):
        fill_in(person, _details(row, organisations))
        note_consent(person, False, {}, at)
    tally = places.Tally(run.conference)
    _seat(people, tally)
    for part in steps.in_parts(people, AT_ONCE):
        Participant.objects.bulk_create(part)
    _answer(people, rows, at=at)
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


def _answer(people, rows, *, at):
    """Keep the answers of people who are new. Their places were counted row by row, under the lock."""
    found = [
        (
            Answer(question_id=questions.pk_in(target), participant=person, text=reply.text, answered_at=at),
            reply.choices,
        )
        for person, row in zip(people, rows, strict=True)
        for target, reply in row.replies.items()
    ]
    Answer.objects.bulk_create([answer for answer, _ in found], batch_size=AT_ONCE)
    chosen = Answer.choices.through
    lines = [chosen(answer_id=answer.pk, choice_id=choice) for answer, choices in found for choice in choices]
    chosen.objects.bulk_create(lines, batch_size=AT_ONCE)


def _refuse_too_many_choices(conference, rows):
    """Refuse what would give a choice more people than it has places, should other steps of the import have taken some."""
    answered = {questions.pk_in(target) for row in rows for target in row.replies}
    asked = list(conference.questions.filter(pk__in=answered).prefetch_related("choices"))
    taken = questions.taken(asked)
    for choice in [choice for question in asked for choice in question.choices.all()]:
        if choice.place_limit is not None and taken[choice.pk] > choice.place_limit:
            raise NotPossible(
                f"{taken[choice.pk]} people would have chosen “{choice}”; it has {choice.place_limit} places."
            )


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
