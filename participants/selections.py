"""What was chosen on the desk's list, so that a mailing can go to exactly those.

It is kept as a query: the ids of the rows that were ticked ("select", with dots between them), or the filters of the list
("all"), with the role for whom the list was filtered ("as"), since not everyone may search in every answer. An address
names ticked rows by their selection ("chosen"), for however many there are.
"""

from django.http import QueryDict

from conference import rules
from correspondence import audiences
from correspondence.audiences import Selections
from lib.text import ids
from participants import queries
from participants.audiences import addresses, load, with_address
from participants.filters import RegistrationFilter

NOT_FILTERS = {"columns"}


def register_all():
    """Offer the desk's list to correspondence; called once when the app is ready."""
    audiences.register_people(load, Selections(accept, find, describe), addresses)


def accept(conference, user, query: str, at) -> str:
    """Return what to keep of the list's query; an empty text when it selects nobody who can be written to."""
    asked = QueryDict(query)
    kept = QueryDict(mutable=True)
    kept["as"] = rules.role_of(user, conference) or ""
    if "all" in asked:
        for name in sorted(["all", *(RegistrationFilter.base_filters.keys() - NOT_FILTERS)]):
            values = [value for value in asked.getlist(name) if value]
            kept.setlist(name, values) if values else None
    else:
        kept["select"] = ".".join(map(str, sorted(_ticked(conference, asked))))
    return kept.urlencode() if find(conference, kept.urlencode(), at) else ""


def find(conference, text: str, at) -> list[int]:
    """Return the ids of those who are selected and have an address, by name."""
    asked = QueryDict(text)
    if "all" in asked:
        found = _filtered(conference, asked, at)  # a filter by what is gone meanwhile, such as a tag, selects nobody
        return with_address(found.qs) if found.form.is_valid() else []
    return with_address(conference.registrations.filter(pk__in=_ticked(conference, asked)))


def describe(conference, text: str) -> str:
    """Return what was chosen in words; the words of an answer that was searched for are not repeated."""
    asked = QueryDict(text)
    if "all" not in asked:
        return "Chosen on the list of registrations"
    return _filtered(conference, asked, None).in_words()  # who stands where at a moment is not asked here


def _ticked(conference, asked) -> set[int]:
    """Return the ids of the registrations that were ticked, named one by one or by their selection."""
    selected = queries.selected_by(conference, asked.get("chosen", ""))
    if selected is not None:
        return selected
    return ids(word for words in asked.getlist("select") for word in words.split("."))


def _filtered(conference, asked, at):
    registrations = conference.registrations.all()
    return RegistrationFilter(asked, registrations, action="", conference=conference, at=at, role=asked.get("as"))
