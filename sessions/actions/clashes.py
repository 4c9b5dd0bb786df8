"""Clashes inside a save: hard ones block it, unless a reason is given, which is then recorded."""

from django.db import transaction

from conference import audit
from conference.models import Conference
from lib.refusal import NotPossible, still_there
from sessions import queries
from sessions.clashes import Clash
from sessions.models import AcceptedClash


class Clashing(NotPossible):
    """The change makes hard clashes; with a reason it is possible."""

    def __init__(self, clashes: list[Clash]):
        super().__init__(" ".join(clash.sentence for clash in clashes))
        self.clashes = clashes


def settle(conference: Conference, session_ids: set[int], *, reason: str, by, at) -> None:
    """Refuse hard clashes of these sessions, or record the reason to let them stand.

    Called by an action after its write and in its transaction, so that a refusal takes the write back. Reasons for
    clashes that are no more are dropped: should they return, they are asked for again.
    """
    hard = [clash for clash in queries.clashes_in(conference) if clash.is_hard]
    conference.accepted_clashes.exclude(key__in=[clash.key for clash in hard]).delete()
    accepted = set(conference.accepted_clashes.values_list("key", flat=True))
    new = [clash for clash in hard if clash.key not in accepted and session_ids & set(clash.session_ids)]
    if new and not reason.strip():
        raise Clashing(new)
    for clash in new:
        _accept(conference, clash, reason, by=by, at=at)


@transaction.atomic
def accept_clash(conference: Conference, key: str, *, reason: str, by, at) -> AcceptedClash:
    """Let a hard clash stand that is there already, and say why."""
    conference = Conference.objects.locked().get(pk=conference.pk)
    clash = next((each for each in queries.clashes_in(conference) if each.key == key and each.is_hard), None)
    if clash is None:
        raise NotPossible("This clash is no more.")
    if not reason.strip():
        raise NotPossible("Say why the clash may stand.")
    if conference.accepted_clashes.filter(key=key).exists():
        raise NotPossible("This clash stands already.")
    return _accept(conference, clash, reason, by=by, at=at)


@transaction.atomic
def reopen_clash(accepted: AcceptedClash, *, by, at) -> None:
    """List a clash as open again."""
    conference = Conference.objects.locked().get(pk=accepted.conference_id)
    accepted = still_there(conference.accepted_clashes, pk=accepted.pk)
    before = {"reason": accepted.reason, "clash_key": accepted.key}
    audit.record("clash.reopened", accepted, conference=conference, by=by, at=at, before=before)
    accepted.delete()


def _accept(conference, clash, reason, *, by, at):
    accepted = AcceptedClash.objects.create(
        conference=conference,
        key=clash.key,
        sentence=clash.sentence,
        reason=reason.strip()[:300],
        accepted_at=at,
        accepted_by=by if hasattr(by, "pk") else None,
    )
    audit.record("clash.accepted", accepted, conference=conference, by=by, at=at, reason=accepted.reason)
    return accepted
