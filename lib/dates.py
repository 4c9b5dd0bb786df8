"""Days as pages and messages write them. Printed notes, and messages in other languages, have their own way (lib/written)."""

from datetime import date
from functools import lru_cache

from django.utils.formats import date_format
from django.utils.translation import override


@lru_cache(500)
def days(first: date, last: date | None = None) -> str:
    """Write days in English: “8 June 2017”, “8–9 June 2017”, “30 June – 2 July 2017”."""
    with override("en"):
        if not last or first == last:
            return date_format(first, "j F Y")
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}–{date_format(last, 'j F Y')}"
        start = date_format(first, "j F" if first.year == last.year else "j F Y")
        return f"{start} – {date_format(last, 'j F Y')}"
