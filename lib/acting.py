"""How a page ends that does one thing to one subject: it is done and said, or refused and said why."""

from collections.abc import Callable

from django.contrib import messages
from django.utils import timezone

from lib.refusal import NotPossible


def act(request, action: Callable, subject, sentence: str, **given) -> bool:
    """Let the reader do something to a subject, now; return whether it is done.

    The next page says the sentence, or the refusal's own. `given` is what the action needs besides.
    """
    try:
        action(subject, by=request.user, at=timezone.now(), **given)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return False
    messages.success(request, sentence)
    return True
