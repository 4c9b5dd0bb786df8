"""A mail server that takes every message and keeps none, as cheap as Python makes it: what is measured is the sender.

usage: python bench/mail_sink.py PORT

It says "ready", and at its end how many messages it took and how much processor time that cost.
"""

import asyncio
import resource
import signal
import sys

ANSWERS = {
    b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 52428800\r\n",
    b"DATA": b"354 go on\r\n",
    b"QUIT": b"221 bye\r\n",
}
END = b"\r\n.\r\n"


class Sink(asyncio.Protocol):
    """One connection."""

    taken = 0

    def connection_made(self, transport):
        self.transport = transport
        self.received = b""
        self.is_data = False
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data):
        self.received += data
        answers = []
        while step := self._message() if self.is_data else self._command():
            answers.append(step)
        if answers:
            self.transport.write(b"".join(answers))

    def _command(self):
        line, end, rest = self.received.partition(b"\r\n")
        if not end:
            return None
        self.received = rest
        verb = line[:4].upper()
        self.is_data = verb == b"DATA"
        return ANSWERS.get(verb, b"250 OK\r\n")

    def _message(self):
        _, end, rest = self.received.partition(END)
        if not end:
            return None
        self.received, self.is_data = rest, False
        Sink.taken += 1
        return b"250 2.0.0 taken\r\n"


async def serve(port):
    """Listen until the process is asked to end."""
    loop = asyncio.get_running_loop()
    ended = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, ended.set)
    server = await loop.create_server(Sink, "127.0.0.1", port)
    print("ready", flush=True)  # noqa: T201 - who started it waits for this
    await ended.wait()
    server.close()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(Sink.taken, round(used.ru_utime + used.ru_stime, 3), flush=True)  # noqa: T201 - its figures
