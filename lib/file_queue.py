"""Celery's filesystem transport, for messages that are whole or not there.

Kombu writes a message in place, so that a worker may take a file that holds only a part of it, and end with an error
of the JSON reader. Here a message is written beside the queue and moved into it in one step; what is not JSON (a disk
that filled up, a power cut) is left aside. Nothing is lost by it: the table of messages is the queue that counts.
"""

import logging
import os
from time import monotonic_ns
from uuid import uuid4

from kombu.exceptions import ChannelError
from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import str_to_bytes
from kombu.utils.json import dumps

SCHEME = "files"
TRIES = 3
logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """A channel that moves messages into its folder whole."""

    def _put(self, queue, payload, **kwargs):
        name = f"{monotonic_ns():020}_{uuid4()}.{queue}.msg"
        unfinished = os.path.join(self.data_folder_out, f".{name}.part")
        try:
            with open(unfinished, "wb") as file:
                file.write(str_to_bytes(dumps(payload)))
            os.replace(unfinished, os.path.join(self.data_folder_out, name))
        except OSError as error:
            raise ChannelError(f"The message could not be put into {self.data_folder_out}.") from error

    def _get(self, queue):
        while True:
            try:
                return super()._get(queue)
            except ValueError:  # the file is taken out already; the next one may be whole
                logger.warning("A message in %s was not whole and is left aside.", self.data_folder_in)

    def get_table(self, exchange):
        """Return an exchange's queues; another process may be writing the list at this moment."""
        for _ in range(TRIES):
            try:
                return super().get_table(exchange)
            except ValueError:
                logger.info("The list of queues of %s is being written; reading it again.", exchange)
        return []


class Transport(filesystem.Transport):
    """The transport with that channel."""

    Channel = Channel


TRANSPORT_ALIASES[SCHEME] = f"{__name__}:Transport"
