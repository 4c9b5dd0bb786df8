"""What long work at the desk is called."""

from participants.choices import WorkKind as Kind
from participants.transitions import TRANSITIONS

OF_FILES = {
    Kind.READ: "Reading {}",
    Kind.PREVIEW: "Comparing {} with the registrations",
    Kind.IMPORT: "Importing {}",
    Kind.UNDO: "Taking back the import of {}",
}
OF_MANY = {Kind.TAG: "Tag {}", Kind.UNTAG: "Take a tag off {}"}


def title(work) -> str:
    """Return what a piece of work does, for its page and for lists of what is under way."""
    if work.run:
        return OF_FILES[work.kind].format(work.run.file_name)
    many = f"{work.total_count:,} registration{'' if work.total_count == 1 else 's'}"
    if work.kind == Kind.CHANGE:
        return f"{TRANSITIONS[work.wish['name']].label}: {many}"
    return OF_MANY[work.kind].format(many)


def under_way(conference) -> list[tuple[str, object]]:
    """Return (title, work) of what the worker has still to do for a conference."""
    found = conference.work.unfinished().light().order_by("asked_at")
    return [(title(each), each) for each in found]
