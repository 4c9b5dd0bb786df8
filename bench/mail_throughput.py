"""Compare the worker with a bare loop that builds and sends the same messages over one connection to the same sink.

usage: python -m bench.mail_throughput [--messages 10000] [--processes 2] [--engine sqlite|postgresql|both]

It runs as a test does: with a database, a Redis and a mail server of its own.
"""

import argparse
import sys

from bench import mail_engines


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--messages", default="10000")
    options.add_argument("--processes", default="2")
    options.add_argument("--engine", default="both", choices=mail_engines.ENGINES)
    given = options.parse_args()
    return mail_engines.run(
        "bench/mail_rates.py",
        given.engine,
        BENCH_MESSAGES=given.messages,
        BENCH_PROCESSES=given.processes,
        LOG_LEVEL="WARNING",
    )


if __name__ == "__main__":
    sys.exit(main())
