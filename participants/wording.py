"""What long work at the desk is called."""

from lib.progress import told
from participants import queries
from participants.choices import WorkKind as Kind

OF_FILES = {
    Kind.READ: "Reading {}",
    Kind.PREVIEW: "Comparing {} with the registrations",
    Kind.IMPORT: "Importing {}",
    Kind.UNDO: "Taking back the import of {}",
}
OF_MANY = {
    "confirm": "Confirm {}",
    "waitlist": "Put {} on the waiting list",
    "reject": "Reject {}",
    "cancel": "Cancel {}",
    "reinstate": "Reinstate {}",
    "tag": "Tag {}",
    "untag": "Take a tag off {}",
}


def title(work) -> str:
    """Return what a piece of work does, for its page and for lists of what is under way."""
    if work.run:
        return OF_FILES[work.kind].format(work.run.file_name)
    return of_many(work.wish["name"] if work.kind == Kind.CHANGE else work.kind, work.total_count)


def of_many(name: str, count: int) -> str:
    """Return what is done to so many registrations: “Confirm 200 registrations”."""
    return OF_MANY[name].format(f"{count:,} registration{'' if count == 1 else 's'}")


def under_way(conference) -> list[tuple[str, object, str]]:
    """Return (title, work, how far it is) of what the worker has still to do for a conference."""
    found = queries.UNDER_WAY(conference.pk)
    for work in found:
        work.conference = conference
    return [(title(each), each, _how_far(each)) for each in found]


def _how_far(work) -> str:
    if written := told(work.progress_key):
        return written.percent
    return f"{work.passed_count} of {work.total_count or '…'}"
