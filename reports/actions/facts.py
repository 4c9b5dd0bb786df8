"""Sentences taken from the data into a note, and what happens when the data change; the staff's groups of States."""

from django.db import transaction

from conference.models import Conference
from lib.markup import escape
from lib.refusal import NotPossible, still_there
from reports import audit
from reports.actions.filling import remember
from reports.actions.parts import change_part
from reports.facts import fact_of
from reports.gathering import facts_data
from reports.locks import lock, lock_open
from reports.models import AcceptedFact, InformationNote, Section, StateGroup
from reports.sentences import with_sentence


@transaction.atomic
def accept_fact(note: InformationNote, key: str, basis: str, *, section: Section, by, at) -> AcceptedFact:
    """Put a fact's sentence at the end of a section, and remember the value that it states."""
    note = lock_open(note)
    fact = fact_of(facts_data(note.conference), key, basis, note.language)
    if fact is None or not fact.sentence:
        raise NotPossible("The data no longer give this sentence.")
    section = still_there(Section.objects, pk=section.pk)
    change_part(section, text=with_sentence(section.text, escape(fact.sentence)), by=by, at=at)
    return remember(note, fact, by=by, at=at)


@transaction.atomic
def renew_fact(accepted: AcceptedFact, *, by, at) -> AcceptedFact:
    """Put the sentence as the data have it now in the place of the one that was accepted."""
    note = lock_open(accepted.note)
    accepted = still_there(AcceptedFact.objects, pk=accepted.pk)
    fact = fact_of(facts_data(note.conference), accepted.key, accepted.basis, note.language)
    if fact is None or not fact.sentence:
        raise NotPossible("The data no longer give this sentence. Change the text by hand.")
    former = escape(accepted.sentence)
    section = next((each for each in note.sections.all() if former in each.text), None)
    if section is None:
        raise NotPossible("The sentence was rewritten since. Change the text by hand, then keep it as it is.")
    change_part(section, text=section.text.replace(former, escape(fact.sentence), 1), by=by, at=at)
    return _remember(accepted, fact, at=at)


@transaction.atomic
def settle_fact(accepted: AcceptedFact, *, by, at) -> AcceptedFact | None:
    """Let the text stand as it is: what the data say now is taken as seen. A fact that is gone is forgotten."""
    note = lock(accepted.note)
    accepted = still_there(AcceptedFact.objects, pk=accepted.pk)
    fact = fact_of(facts_data(note.conference), accepted.key, accepted.basis, note.language)
    audit.record(
        "note.fact_settled",
        note,
        conference=note.conference,
        by=by,
        at=at,
        before={"value": accepted.value},
        after={"value": fact.value if fact else None, "sentence": accepted.sentence},
    )
    if fact is None:
        accepted.delete()
        return None
    accepted.value, accepted.accepted_at = fact.value, at
    accepted.save(update_fields=["value", "accepted_at"])
    return accepted


@transaction.atomic
def keep_state_group(conference: Conference, *, name: str, codes: list[str], by, at, group=None) -> StateGroup:
    """Add a group of States, or change one; all conferences share them."""
    if StateGroup.objects.filter(name__iexact=name).exclude(pk=group.pk if group else None).exists():
        raise NotPossible(f"There is a group named “{name}” already.")
    group = still_there(StateGroup.objects, pk=group.pk) if group else None
    before = {"name": group.name, "codes": group.codes} if group else {}
    if group:
        group.name, group.codes = name, codes
        group.save(update_fields=["name", "codes"])
    else:
        group = StateGroup.objects.create(name=name, codes=codes)
    after = {"name": name, "codes": codes}
    audit.record("state_group.kept", group, conference=conference, by=by, at=at, before=before, after=after)
    return group


@transaction.atomic
def remove_state_group(group: StateGroup, *, conference: Conference, by, at) -> None:
    """Remove a group of States; sentences that were taken from it stay in their notes."""
    group = still_there(StateGroup.objects, pk=group.pk)
    before = {"name": group.name, "codes": group.codes}
    audit.record("state_group.removed", group, conference=conference, by=by, at=at, before=before)
    group.delete()


def _remember(accepted, fact, *, at):
    accepted.sentence, accepted.value, accepted.accepted_at = fact.sentence, fact.value, at
    accepted.save(update_fields=["sentence", "value", "accepted_at"])
    return accepted
