"""What was chosen on the desk's list, so that a mailing can go to exactly those.

It is kept as a query: the rows that were ticked ("select"), or the filters of the list ("all"), with the role for
whom the list was filtered ("as"), since not everyone may search in every answer.
"""

from django.http import QueryDict

from conference import rules
from correspondence import audiences
from correspondence.audiences import Selections
from participants.audiences import load, with_address
from participants.filters import RegistrationFilter

MOST_DIGITS = 18  # of an id; with more, it is none that the database could hold
NOT_FILTERS = {"columns"}


def register_all():
    """Offer the desk's list to correspondence; called once when the app is ready."""
    audiences.register_people(load, Selections(accept, find, describe))


def accept(conference, user, query: str, at) -> str:
    """Return what to keep of the list's query; an empty text when it selects nobody who can be written to."""
    asked = QueryDict(query)
    kept = QueryDict(mutable=True)
    kept["as"] = rules.role_of(user, conference) or ""
    names = ["all", *(RegistrationFilter.base_filters.keys() - NOT_FILTERS)] if "all" in asked else ["select"]
    for name in sorted(names):
        values = [value for value in asked.getlist(name) if value]
        kept.setlist(name, values) if values else None
    return kept.urlencode() if find(conference, kept.urlencode(), at) else ""


def find(conference, text: str, at) -> list[int]:
    """Return the ids of those who are selected and have an address, by name."""
    asked = QueryDict(text)
    if "all" in asked:
        found = _filtered(conference, asked, at)  # a filter by what is gone meanwhile, such as a tag, selects nobody
        return with_address(found.qs) if found.form.is_valid() else []
    ids = [int(pk) for pk in asked.getlist("select") if pk.isdecimal() and len(pk) <= MOST_DIGITS]
    return with_address(conference.registrations.filter(pk__in=ids))


def describe(conference, text: str) -> str:
    """Return what was chosen in words; the words of an answer that was searched for are not repeated."""
    asked = QueryDict(text)
    if "all" not in asked:
        return "Chosen on the list of registrations"
    form = _filtered(conference, asked, None).form  # who stands where at a moment is not asked here
    if not form.is_valid():
        return "Registrations on the list, by a filter that is gone"
    used = [_said(form, name, value) for name, value in form.cleaned_data.items() if value and name not in NOT_FILTERS]
    return f"Registrations on the list: {', '.join(used)}" if used else "All registrations on the list"


def _filtered(conference, asked, at):
    registrations = conference.registrations.all()
    return RegistrationFilter(asked, registrations, action="", conference=conference, at=at, role=asked.get("as"))


def _said(form, name, value):
    label = form.fields[name].label.lower()
    if name in {"question", "answer"}:
        return label.removesuffix(" contains")
    if name == "q":
        return f"“{value}”"
    choices = {str(key): said for key, said in form.fields[name].choices}
    return f"{label} {choices.get(str(value), value)}"
