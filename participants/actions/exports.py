"""What takes people's data out of the house leaves a line that says so."""

from django.db import transaction

from conference import audit


@transaction.atomic
def note_export(conference, *, kind: str, which: str, columns: list[str], count: int, by, at) -> None:
    """Note in the history who takes which registrations away: what narrowed the list, how many, in which columns."""
    after = {"registrations": count, "list": which, "file": kind.upper(), "columns": columns}
    audit.record("registrations.exported", conference, conference=conference, by=by, at=at, after=after)
