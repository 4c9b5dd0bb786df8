"""What somebody sees who opens, or sends a form of, something that a colleague has removed meanwhile."""

from functools import wraps

from django.http import Http404
from django.shortcuts import render

from sessions import queries

TEXTS = {"title": "Title", "summary": "Summary", "abstract": "Abstract"}


def tells_if_gone(kind):
    """Answer 410 with who removed it and what was typed, when the view's object (of this model) was removed."""

    def decorate(view):
        @wraps(view)
        def guarded(request, conference, pk):
            try:
                return view(request, conference, pk)
            except Http404:
                entry = queries.removal(conference, kind, pk)
                if entry is None:
                    raise
                return _page(request, conference, kind, entry)

        return guarded

    return decorate


def _page(request, conference, kind, entry):
    last = queries.last_change(conference)
    context = {
        "conference": conference,
        "entry": entry,
        "is_session": kind == "session",
        "is_last": last is not None and last.pk == entry.pk,
        "typed": [(label, request.POST[name]) for name, label in TEXTS.items() if request.POST.get(name)],
    }
    return render(request, "sessions/desk/gone.html", context, status=410)
