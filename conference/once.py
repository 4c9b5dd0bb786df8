"""A form that adds something adds it once, however often its button was pressed (REL-04)."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseRedirect

from lib.faults import busy
from lib.logs import PERSONAL_LINK

KEPT_FOR = 3600  # seconds; who goes back and sends the same again later means another one
A_BUTTON_KEPT_FOR = 60  # a form without fields says nothing of what is meant: pressed again later, it is meant again
LINK = "{link}"  # stands for the personal link by which a form came; no usable one is kept


def once(view: Callable) -> Callable:
    """Answer the same form that is sent twice as it was answered the first time. Stands below @allow or @personal_link.

    What makes two forms the same is all that they hold: the token against forgery, which each page that is shown gets
    anew, is a key of that page, and who goes back and corrects a word sends another form. The key is kept in one
    transaction with what the form does, in the cache, which is a table with a unique key: of two that arrive together
    the second waits for the first. A form that was not done (its answer is no redirect, or the page that follows says
    what is wrong) is free to come again.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.POST.get("csrfmiddlewaretoken"):
            return view(request, *args, **kwargs)
        key, kept_for = _key(request), _kept_for(request)
        with transaction.atomic():
            if not cache.add(key, None, kept_for):
                return _answer_again(request, cache.get(key))
            said_before = len(messages.get_messages(request))
            response = view(request, *args, **kwargs)
            if answer := _answer(request, response, said_before):
                cache.set(key, answer, kept_for)
            else:
                cache.delete(key)
        return response

    guarded.is_once = True
    return guarded


def _key(request) -> str:
    """Return the same text for the same form: its address, its fields, its files by name and content."""
    fields = sorted(request.POST.lists())
    files = sorted((name, file.name, _digest(file)) for name, several in request.FILES.lists() for file in several)
    return f"once:{hashlib.sha256(repr((request.get_full_path(), fields, files)).encode()).hexdigest()}"


def _digest(file) -> str:
    found = hashlib.sha256()
    for chunk in file.chunks():
        found.update(chunk)
    file.seek(0)
    return found.hexdigest()


def _kept_for(request) -> int:
    """Return for how many seconds an answer holds."""
    return KEPT_FOR if request.FILES or set(request.POST) > {"csrfmiddlewaretoken"} else A_BUTTON_KEPT_FOR


def _answer(request, response, said_before) -> tuple | None:
    """Return what to answer again: whereto, and what is said there. None when the form may come again."""
    if not isinstance(response, HttpResponseRedirect):
        return None
    said = messages.get_messages(request)
    new = [(each.level, str(each.message)) for each in said][said_before:]
    said.used = False  # they are left to be said
    address = response.url.replace(link, LINK) if (link := _link(request)) else response.url
    if any(level >= messages.ERROR for level, _ in new) or PERSONAL_LINK.search(address):
        return None
    return address, new


def _link(request) -> str:
    """Return the personal link by which a form came, or nothing."""
    return request.resolver_match.kwargs.get("link", "")


def _answer_again(request, answer):
    if answer is None:  # the first has not come to an end within the time that a lock is waited for
        return busy(request, "being_worked_on.html")
    address, said = answer
    for level, sentence in said:
        messages.add_message(request, level, sentence)
    return HttpResponseRedirect(address.replace(LINK, _link(request)))
