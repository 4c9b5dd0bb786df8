"""What changes entries of the dictionary of organisations, and makes two of them one.

The dictionary is shared: what is done to an entry touches every conference where it is represented. Their rows are locked
first, history stands with each, and nowhere may a sector or a delegation get more people than it has places.
"""

from django.db import transaction

from conference import audit
from conference.models import Conference
from lib.refusal import NotPossible, still_there
from lib.text import search_key
from participants.actions import merging
from participants.actions.answers import release_unasked_of
from participants.actions.line import within_places
from participants.choices import MergeKind
from participants.models import Delegation, Merge, Organisation, Participant

FIELDS = ["official_name", "short_name", "aliases", "sector", "country"]


@transaction.atomic
def change_organisation(organisation: Organisation, *, conference, by, at, **values) -> Organisation:
    """Change an entry: `values` are its names, sector and country. Nothing is written when nothing differs."""
    unknown = set(values) - set(FIELDS)
    if unknown:
        raise TypeError(f"not to be changed in an organisation: {', '.join(sorted(unknown))}")
    touched = _lock_conferences(organisation, conference)
    organisation = still_there(Organisation.objects.select_for_update(), pk=organisation.pk)
    before = audit.snapshot(organisation, FIELDS)
    for name, value in values.items():
        setattr(organisation, name, value.strip() if isinstance(value, str) else value)
    same_name = Organisation.objects.filter(official_name__iexact=organisation.official_name)
    if same_name.exclude(pk=organisation.pk).exists():
        raise NotPossible("The dictionary has an organisation of this name already. Merge the two instead.")
    old, new = audit.changes(before, audit.snapshot(organisation, FIELDS))
    if not new:
        return organisation
    with within_places(*(touched if "sector" in new else []), by=by, at=at):
        organisation.search_key = _key(organisation.official_name, organisation.short_name, organisation.aliases)
        organisation.save(update_fields=[*new, "search_key"])
        audit.record("organisation.changed", organisation, conference=conference, by=by, at=at, before=old, after=new)
        if "sector" in new:
            release_unasked_of(organisation, touched, by=by, at=at)
    return organisation


@transaction.atomic
def merge_organisations(kept: Organisation, gone: Organisation, *, conference, by, at) -> Merge:
    """Make `gone` a part of `kept`: participants and delegations of all conferences move, names become aliases."""
    touched = _lock_conferences(gone, conference)
    found = Organisation.objects.select_for_update().in_bulk([kept.pk, gone.pk])
    if len(found) < 2:
        raise NotPossible("An entry cannot be merged with itself or with one that is gone.")
    kept, gone = found[kept.pk], found[gone.pk]
    if gone.is_state:
        raise NotPossible(f"{gone} is a Member State and stays. Keep it, and merge the other entry into it.")
    gone_pk = gone.pk
    with within_places(*touched, by=by, at=at):
        ledger = _join(kept, gone)
        release_unasked_of(kept, touched, by=by, at=at)
    merge = Merge.objects.create(
        conference=conference,
        kind=MergeKind.ORGANISATION,
        kept_id=kept.pk,
        gone_id=gone_pk,
        kept_label=kept.official_name,
        gone_label=gone.official_name,
        record={"steps": ledger.steps},
        merged_at=at,
    )
    for each in touched:
        after = {"merged_entry": gone.official_name}
        audit.record("organisation.merged", kept, conference=each, by=by, at=at, after=after)
    return merge


@transaction.atomic
def undo_merge_of_organisations(merge: Merge, *, conference, by, at) -> Organisation:
    """Make two entries of one again, each with what it had."""
    merge = still_there(Merge.objects.select_for_update(), pk=merge.pk, kind=MergeKind.ORGANISATION)
    if merge.undone_at:
        raise NotPossible("This merge is undone already.")
    kept = Organisation.objects.filter(pk=merge.kept_id).first()
    if kept is None:
        raise NotPossible(f"{merge.kept_label} was merged into another entry since. Undo that first.")
    touched = _lock_conferences(kept, conference)
    with within_places(*touched, by=by, at=at):
        merging.undo(merge.record["steps"])
        release_unasked_of(Organisation(pk=merge.gone_id), touched, by=by, at=at)
    merge.undone_at = at
    merge.save(update_fields=["undone_at"])
    restored = still_there(Organisation.objects, pk=merge.gone_id)
    for each in touched:
        after = {"restored_entry": merge.gone_label}
        audit.record("organisation.merge_undone", kept, conference=each, by=by, at=at, after=after)
    return restored


@transaction.atomic
def keep_organisations_apart(first: Organisation, second: Organisation, *, conference, by, at) -> None:
    """Note that two entries that look alike are different, so that they are not shown again."""
    if merging.keep_apart(MergeKind.ORGANISATION, first, second, conference=conference):
        after = {"different_from": second.official_name}
        audit.record("organisation.kept_apart", first, conference=conference, by=by, at=at, after=after)


def _key(official_name, short_name, aliases):
    return search_key(official_name, short_name, *aliases)


def _names_beside(kept, gone) -> list[str]:
    """Return the aliases of the entry that stays: its own, then the other's names that are new to it."""
    known = {search_key(name) for name in (kept.official_name, kept.short_name, *kept.aliases)}
    names = list(kept.aliases)
    for name in (gone.official_name, gone.short_name, *gone.aliases):
        if name and search_key(name) not in known:
            known.add(search_key(name))
            names.append(name)
    return names


def _lock_conferences(organisation, conference) -> list[Conference]:
    """Lock the conference at hand and all where the organisation is represented, in the order of their ids."""
    pks = {conference.pk}
    pks |= set(organisation.participants.values_list("conference_id", flat=True))
    pks |= set(organisation.delegations.values_list("conference_id", flat=True))
    return list(Conference.objects.locked().filter(pk__in=pks).order_by("pk"))


def _join(kept, gone) -> merging.Ledger:
    """Make one entry a part of another, and write down how."""
    ledger = merging.Ledger()
    for delegation in gone.delegations.all():
        _join_delegation(kept, delegation, ledger)
    joining = list(gone.participants.filter(delegation=None))
    ledger.redirect(gone, kept)
    for person in joining:
        if delegation := kept.delegations.filter(conference=person.conference_id).first():
            place = {"delegation": delegation, "delegation_position": delegation.members.count() + 1}
            ledger.change(Participant.objects.get(pk=person.pk), **place)
    ledger.remove(gone)
    aliases, short_name = _names_beside(kept, gone), kept.short_name or gone.short_name
    ledger.change(
        kept,
        aliases=aliases,
        short_name=short_name,
        country=kept.country or gone.country,
        search_key=_key(kept.official_name, short_name, aliases),
    )
    return ledger


def _join_delegation(organisation, delegation, ledger):
    """Make a delegation a part of the one that the organisation has at the same conference, if it has one."""
    twin = Delegation.objects.filter(conference=delegation.conference_id, organisation=organisation).first()
    if twin is None:
        return
    ledger.redirect(delegation, twin)
    limits = [twin.seat_limit, delegation.seat_limit]
    values = {"seat_limit": None if None in limits else sum(limits)}
    if not twin.focal_point_email:
        values |= {name: getattr(delegation, name) for name in ("focal_point_name", "focal_point_email")}
    ledger.change(twin, **values)
    ledger.remove(delegation)
