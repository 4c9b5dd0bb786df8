"""How gunicorn serves the site:  gunicorn -c python:config.gunicorn config.wsgi

HOST and PORT say where it listens, WEB_PROCESSES how many processes answer.
"""

import gc
import os
import sys

from django.urls import get_resolver
from gunicorn.glogging import Logger

from lib.logs import masked


class AccessLog(Logger):
    """Gunicorn's log, in which no personal link can be read."""

    def atoms(self, resp, req, environ, request_time):
        atoms = super().atoms(resp, req, environ, request_time)
        return {name: masked(value) if isinstance(value, str) else value for name, value in atoms.items()}


bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_PROCESSES", "2"))
threads = 8  # some of them rest, so that an answer takes the same time for everybody (lib/even.py)
# The thread that holds a conference's lock gets its turn within a millisecond, while the others prepare their own.
sys.setswitchinterval(0.001)
# After how many new objects the collector looks for unused ones: a request makes thousands, and leaves next to none.
NEW_OBJECTS = (50_000, 20, 20)
preload_app = True  # what the processes have in common is loaded once: see when_ready
timeout = 60
graceful_timeout = 15
accesslog = "-"
logger_class = AccessLog
control_socket_disable = True  # one socket per user account would tie two installations together


def when_ready(server):
    """Load the views before the processes part, and keep the collector's hands off what they share.

    A page of memory is shared until somebody writes to it, and the collector of unused objects writes to all it looks
    at. Frozen, it looks at none of them.
    """
    get_resolver().url_patterns  # noqa: B018 - asking for them loads them
    gc.collect()
    gc.freeze()
    gc.set_threshold(*NEW_OBJECTS)
