"""What makes a version of the agenda visible to readers, and tells those whom it concerns."""

from django.db import transaction

from conference import audit
from conference.models import Conference
from correspondence import actions as correspondence
from lib.refusal import NotPossible
from sessions import emails, queries
from sessions.actions.sessions import lock
from sessions.choices import CONCERNED
from sessions.models import AgendaRelease


@transaction.atomic
def release(
    conference: Conference, *, by, at, note: str = "", notify: bool = False, seen: str | None = None
) -> AgendaRelease:
    """Freeze the draft as the next numbered version; readers see it from the next request on.

    With `notify`, everybody concerned gets one message; for a moment all of them can be stopped. `seen` is the mark of the draft that was looked at
    (queries.Candidate.mark): when the draft has moved on since, nothing is released. Raises NotPossible also when
    nothing differs from the version that readers see.
    """
    conference = lock(conference)
    candidate = queries.candidate(conference, at)
    if seen is not None and seen != candidate.mark:
        raise NotPossible("The draft has changed since this page was opened. Look at it again, then release.")
    if not candidate.differs:
        raise NotPossible(
            f"Nothing has changed since version {candidate.last.number}."
            if candidate.last
            else "There is no session to release yet."
        )
    made = AgendaRelease.objects.create(
        conference=conference,
        number=candidate.number,
        released_at=at,
        released_by=by if hasattr(by, "pk") else None,
        note=note,
        snapshot=candidate.frozen,
    )
    told = [notice for notice in candidate.notices() if notice.is_reachable] if notify else []
    audit.record(
        "agenda.released",
        made,
        conference=conference,
        by=by,
        at=at,
        after={
            "number": made.number,
            "session_count": len(made.snapshot["sessions"]),
            "note": note,
            "message_count": len(told),
        },
    )
    if told:
        _tell(made, told, by=by, at=at)
    return made


def _tell(made, told, *, by, at):
    """Write what the release means to each, and let the messages leave together after a moment."""
    turns = queries.turns(made.conference)
    messages = [emails.send_release(made, notice, turns=turns, by=by, at=at) for notice in told]
    subject = f"Version {made.number} of the agenda"
    made.mailing = correspondence.send_together(
        made.conference, messages, audience=CONCERNED, subject=subject, by=by, at=at
    )
    made.save(update_fields=["mailing"])
