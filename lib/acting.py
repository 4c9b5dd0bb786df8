"""How a page ends that does something: it is done and said, or refused and said why.

A view says under `with` what is done, what is said of it and where that leads; what the action refuses ends there, and the
view goes on below with the page that shows the refusal.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.contrib import messages
from django.utils import timezone

from lib.refusal import NotPossible


@contextmanager
def refusals_on(form, field: str | None = None) -> Iterator[None]:
    """Show on the form what is refused: beside this field, else beside what the refusal is about, else above the form."""
    try:
        yield
    except NotPossible as problem:
        if field is None:
            problem.add_to(form)
        else:
            form.add_error(field, str(problem))


@contextmanager
def refusals_as_messages(request) -> Iterator[None]:
    """Say on the next page what is refused."""
    try:
        yield
    except NotPossible as problem:
        messages.error(request, str(problem))


def act(request, action: Callable, subject, sentence: str, **given) -> bool:
    """Let the reader do something to a subject, now; return whether it is done.

    The next page says the sentence, or the refusal's own. `given` is what the action needs besides.
    """
    with refusals_as_messages(request):
        action(subject, by=request.user, at=timezone.now(), **given)
        messages.success(request, sentence)
        return True
    return False
