"""Connections to PostgreSQL that stay open from one request to the next."""

import select

from django.db import connections


def trust_what_is_quiet(**kwargs) -> None:
    """Spare a connection the question whether it still works (CONN_HEALTH_CHECKS) as long as its server says nothing.

    A server that ends a connection sends a word and hangs up, and both can be seen without asking; only then it is
    asked. Listens to request_started, after Django has said that the question is due.
    """
    for connection in connections.all(initialized_only=True):
        if connection.vendor == "postgresql" and connection.connection and not connection.connection.closed:
            connection.health_check_done |= _is_quiet(connection.connection)


def _is_quiet(raw) -> bool:
    poll = select.poll()
    poll.register(raw.fileno(), select.POLLIN | select.POLLPRI)
    return not poll.poll(0)
