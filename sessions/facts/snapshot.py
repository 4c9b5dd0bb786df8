"""What a release freezes: plain data, enough to show the agenda and to write its calendars without another query.

A snapshot is {"sessions": [entry…], "cancelled": [entry…]}. An entry carries its calendar SEQUENCE and DTSTAMP
(`sequence`, `changed_at`): the first rises when time, room or title change, the second with every change. What stood in
calendars after an earlier release and has left the agenda, or has no time any more, stays under "cancelled", so that
calendars hear of it.
"""

CALENDAR_FIELDS = ("title", "starts_at", "ends_at", "room")
NOT_CONTENT = {"sequence", "changed_at"}


def freeze(sessions, before: dict | None, at) -> dict:
    """Return the snapshot of these sessions (fetched with_people), following the snapshot `before`."""
    before = before or {"sessions": [], "cancelled": []}
    earlier = {entry["pk"]: entry for entry in before["sessions"]}
    gone = {entry["pk"]: entry for entry in before["cancelled"]}
    entries = [_dated(describe(session), earlier, gone, at) for session in sessions]
    placed = {entry["pk"] for entry in entries if entry["starts_at"]}
    dropped = [
        entry | {"sequence": entry["sequence"] + 1, "changed_at": at.isoformat()}
        for entry in before["sessions"]
        if entry["pk"] not in placed and entry["starts_at"]
    ]
    here_again = placed | {entry["pk"] for entry in dropped}
    still_gone = [entry for entry in before["cancelled"] if entry["pk"] not in here_again]
    return {"sessions": entries, "cancelled": still_gone + dropped}


def describe(session) -> dict:
    """Return one session as plain data."""
    return {
        "pk": session.pk,
        "kind": session.kind,
        "title": session.title,
        "summary": session.summary,
        "starts_at": session.starts_at.isoformat() if session.starts_at else None,
        "ends_at": session.ends_at.isoformat() if session.ends_at else None,
        "room": session.room.name if session.room else "",
        "talks": [
            {"pk": each.pk, "title": each.title, "abstract": each.abstract} for each in session.contributions.all()
        ],
        "people": [_person(role) for role in session.speaker_roles.all()],
    }


def content(entry: dict) -> dict:
    """Return what an entry says to readers, without the marks of its version."""
    return {name: value for name, value in entry.items() if name not in NOT_CONTENT}


def _person(role) -> dict:
    participant = role.participant
    organisation = participant.organisation
    return {
        "pk": participant.pk,
        "role": role.role,
        "talk": role.contribution_id,
        "name": participant.formal_name,
        "job_title": participant.job_title,
        "organisation": organisation.official_name if organisation else "",
        "country": participant.country or (organisation.country if organisation else ""),
    }


def _dated(entry: dict, earlier: dict, gone: dict, at) -> dict:
    """Give an entry its sequence and time of change, from what readers had before."""
    known = earlier.get(entry["pk"])
    if known is None:
        back = gone.get(entry["pk"])
        return entry | {"sequence": back["sequence"] + 1 if back else 0, "changed_at": at.isoformat()}
    if content(known) == entry:
        return entry | {"sequence": known["sequence"], "changed_at": known["changed_at"]}
    moved = any(known[name] != entry[name] for name in CALENDAR_FIELDS)
    return entry | {"sequence": known["sequence"] + moved, "changed_at": at.isoformat()}
