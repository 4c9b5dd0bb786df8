"""What makes a version of the agenda visible to readers."""

from django.db import transaction

from conference import audit
from conference.models import Conference
from lib.refusal import NotPossible
from sessions import queries
from sessions.actions.sessions import lock
from sessions.facts import snapshot
from sessions.models import AgendaRelease


@transaction.atomic
def release(conference: Conference, *, by, at, note: str = "") -> AgendaRelease:
    """Freeze the draft as the next numbered version; readers see it from the next request on.

    Raises NotPossible when nothing differs from the version that they see.
    """
    conference = lock(conference)
    last = queries.latest_release(conference)
    frozen = snapshot.freeze(queries.to_release(conference), last.snapshot if last else None, at)
    if last and frozen == last.snapshot:
        raise NotPossible(f"Nothing has changed since version {last.number}.")
    if not last and not frozen["sessions"]:
        raise NotPossible("There is no session to release yet.")
    made = AgendaRelease.objects.create(
        conference=conference,
        number=last.number + 1 if last else 1,
        released_at=at,
        released_by=by if hasattr(by, "pk") else None,
        note=note,
        snapshot=frozen,
    )
    audit.record(
        "agenda.released",
        made,
        conference=conference,
        by=by,
        at=at,
        after={"number": made.number, "session_count": len(frozen["sessions"]), "note": note},
    )
    return made
