"""A mail server that answers each step as a test says: a list of orders, one per message, then acceptance."""

import asyncio
from collections import deque
from email import message_from_bytes, policy

from aiosmtpd.controller import Controller

from tests.servers import free_port


class Sink:
    """`orders` holds for the next messages (step, answer): step is "MAIL", "RCPT", "DATA", "drop", "silence" or "late".

    "late" takes a message and says so after so many seconds; "hang up" refuses a recipient and closes the connection.

    One that `is_pipelining` takes the commands before a text at once (RFC 2920).
    """

    def __init__(self, *, is_pipelining=False):
        self.is_pipelining = is_pipelining
        self.received = []
        self.orders = deque()
        self.connection_count = 0
        self.port = free_port()
        self._controller = None

    def start(self):
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self._controller.start()
        return self

    def stop(self):
        if self._controller:
            self._controller.stop()
            self._controller = None

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802 - aiosmtpd's name
        self.connection_count += 1
        session.host_name = hostname
        greeting, *extensions = responses
        return [greeting, "250-PIPELINING", *extensions] if self.is_pipelining else responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if answer := self._order("MAIL"):
            return answer
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - aiosmtpd's name
        if answer := self._order("RCPT"):
            return answer
        if answer := self._order("hang up"):
            asyncio.get_running_loop().call_soon(server.transport.close)
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        if answer := self._order("DATA"):
            return answer
        if self._order("drop"):
            server.transport.abort()
            return "250 never heard"
        if seconds := self._order("silence"):
            await asyncio.sleep(seconds)
            return "421 too late"
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))
        if seconds := self._order("late"):
            await asyncio.sleep(seconds)
        return "250 2.0.0 Accepted"

    def _order(self, step):
        if self.orders and self.orders[0][0] == step:
            return self.orders.popleft()[1]
        return None
