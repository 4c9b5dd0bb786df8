"""Answers that take the same time whatever was found (SEC-04)."""

import time
from functools import wraps


class Evenly:
    """Makes a view answer a form after a fixed time, so that the time does not tell whether an address is known.

    `seconds` is to be a little longer than the slowest answer takes. Pages that are only read are answered at once.
    """

    def __init__(self, seconds: float):
        self.seconds = seconds

    def __call__(self, view):
        @wraps(view)
        def even(request, *args, **kwargs):
            began = time.monotonic()
            response = view(request, *args, **kwargs)
            if request.method == "POST":
                time.sleep(max(0, self.seconds - (time.monotonic() - began)))
            return response

        return even
