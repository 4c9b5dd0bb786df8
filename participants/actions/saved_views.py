"""What changes the saved views of the desk's list."""

from django.db import transaction

from conference import audit
from lib.refusal import NotPossible
from participants import places
from participants.models import SavedView


@transaction.atomic
def save_view(conference, *, name: str, query: str, by, at) -> SavedView:
    """Keep a state of the list under a name; one of this name is replaced."""
    name = name.strip()
    if not name:
        raise NotPossible("A view needs a name.")
    conference = places.lock(conference)
    view, is_new = SavedView.objects.get_or_create(conference=conference, name=name, defaults={"query": query})
    if not is_new and view.query != query:
        view.query = query
        view.save(update_fields=["query"])
    audit.record("view.saved", view, conference=conference, by=by, at=at, after={"query": query})
    return view


@transaction.atomic
def remove_view(view: SavedView, *, by, at) -> None:
    """Forget a saved view; the registrations that it showed are not touched."""
    audit.record("view.removed", view, conference=view.conference, by=by, at=at, before={"query": view.query})
    view.delete()
