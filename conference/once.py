"""A form that adds something adds it once, however often its button was pressed (REL-04)."""

import hashlib
from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseRedirect

from lib.faults import busy

KEPT_FOR = 24 * 3600  # seconds; who goes back and sends the same again tomorrow means another one


def once(view: Callable) -> Callable:
    """Answer the same form that is sent twice as it was answered the first time. Stands below @allow or @personal_link.

    What makes two forms the same is all that they hold: the token against forgery, which each page that is shown gets
    anew, is a key of that page, and who goes back and corrects a word sends another form. The key is kept in one
    transaction with what the form does, in the cache, which is a table with a unique key: of two that arrive together
    the second waits for the first. A form that was not done (its answer is no redirect) is free to come again.
    """

    @wraps(view)
    def guarded(request, *args, **kwargs):
        if not request.POST.get("csrfmiddlewaretoken"):
            return view(request, *args, **kwargs)
        key = _key(request)
        with transaction.atomic():
            if not cache.add(key, None, KEPT_FOR):
                return _answer_again(request, cache.get(key))
            response = view(request, *args, **kwargs)
            if isinstance(response, HttpResponseRedirect):
                cache.set(key, (response.url, _said(request)), KEPT_FOR)
            else:
                cache.delete(key)
        return response

    guarded.is_once = True
    return guarded


def _key(request) -> str:
    """Return the same text for the same form: its address, its fields, its files by name and size."""
    fields = sorted(request.POST.lists())
    files = sorted((name, file.name, file.size) for name, file in request.FILES.items())
    return f"once:{hashlib.sha256(repr((request.get_full_path(), fields, files)).encode()).hexdigest()}"


def _said(request) -> list:
    """Return what the page that follows is to say, and leave it to be said."""
    said = messages.get_messages(request)
    kept = [(each.level, str(each.message)) for each in said]
    said.used = False
    return kept


def _answer_again(request, answer):
    if answer is None:  # the first has not come to an end within the time that a lock is waited for
        return busy(request)
    address, said = answer
    for level, sentence in said:
        messages.add_message(request, level, sentence)
    return HttpResponseRedirect(address)
