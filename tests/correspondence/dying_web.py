"""The site as gunicorn serves it, in a process that kills itself at the point of a request which the request names.

What is done to the database is what the site does; only the moment of the power cut is chosen here.
"""

import os
import signal

from django.db import connection

from config.wsgi import application as site
from correspondence import tasks

HEADER = "X-Dies"
BEFORE, INSIDE, AT_THE_END, COMMITTED, QUEUED = (
    "before the transaction",
    "in the transaction, when the message is written",
    "just before the commit",
    "after the commit, before the worker is woken",
    "when the worker is woken, before the answer",
)


def die():
    """End this process as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


class Watch:
    """Ends the process at one point of what it does to the database for a request that writes a message."""

    def __init__(self, point):
        self.point = point
        self.has_written = False
        self.begin, self.commit = connection.set_autocommit, connection._commit
        connection.set_autocommit, connection._commit = self.on_begin, self.on_commit

    def on_begin(self, autocommit, **kwargs):
        if self.point == BEFORE and not autocommit:
            die()
        return self.begin(autocommit, **kwargs)

    def on_query(self, execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith('INSERT INTO "correspondence_message"'):
            self.has_written = True
            if self.point == INSIDE:
                die()
        return result

    def on_commit(self):
        if self.has_written and self.point == AT_THE_END:
            die()
        self.commit()
        if self.has_written and self.point == COMMITTED:
            die()


def application(environ, start_response):
    """Answer as the site does, up to the point that the header names."""
    point = environ.get(f"HTTP_{HEADER.upper().replace('-', '_')}")
    if not point:
        return site(environ, start_response)
    with connection.execute_wrapper(Watch(point).on_query):
        response = site(environ, start_response)
    if point == QUEUED and tasks.wake.wait(60):
        die()
    return response
