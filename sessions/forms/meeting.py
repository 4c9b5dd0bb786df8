"""Two organisers change one session: what each did, what goes together, and what has to be chosen."""

import json
from dataclasses import dataclass

from sessions.models import Session

# What is chosen together, with the names of the form's fields: half a time of each would be neither's.
UNITS = {
    "title": ("Title", ("title",)),
    "kind": ("Kind", ("kind",)),
    "time": ("Day and time", ("day", "starts", "ends")),
    "room": ("Room", ("room",)),
    "summary": ("Summary", ("summary",)),
    "readers": ("Shown to readers", ("is_published",)),
}


@dataclass(frozen=True)
class Meeting:
    """What came of two changes: the data of a form to go on with, what was adopted, what both changed."""

    data: dict
    adopted: list[str]
    conflicts: list[str]


def typed(session: Session, zone) -> dict[str, str]:
    """Return a session as the form's fields hold it."""
    starts_at = session.starts_at.astimezone(zone) if session.starts_at else None
    ends_at = session.ends_at.astimezone(zone) if session.ends_at else None
    return {
        "title": session.title,
        "kind": session.kind,
        "day": f"{starts_at:%Y-%m-%d}" if starts_at else "",
        "starts": f"{starts_at:%H:%M}" if starts_at else "",
        "ends": f"{ends_at:%H:%M}" if ends_at else "",
        "room": str(session.room_id or ""),
        "summary": session.summary,
        "is_published": "on" if session.is_published else "",
    }


def as_began(session: Session, zone) -> str:
    """Return what a form remembers of the session that it began from."""
    return json.dumps(typed(session, zone))


def meet(sent, theirs: Session, zone) -> Meeting:
    """Bring together what was sent and the session as somebody else left it.

    What only the other changed is adopted; what both changed differently is a conflict, for the sender to choose.
    """
    now = typed(theirs, zone)
    began, mine = _read(sent.get("began", "")), {name: _line_ends(sent.get(name, "")) for name in now}
    data, adopted, conflicts = sent.dict(), [], []
    for unit, (label, names) in UNITS.items():
        they_did = any(now[name] != began.get(name) for name in names)
        i_did = any(mine[name] != began.get(name) for name in names)
        if they_did and not i_did:
            data |= {name: now[name] for name in names}
            adopted.append(label)
        elif they_did and any(mine[name] != now[name] for name in names):
            conflicts.append(unit)
    data |= {"version": str(theirs.version), "began": json.dumps(now), "conflicts": ",".join(conflicts)}
    return Meeting(data, adopted, conflicts)


def _read(text):
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _line_ends(text):
    return text.replace("\r\n", "\n")
