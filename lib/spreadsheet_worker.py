"""The process in which a heavy workbook is read, apart from the one that asks (lib/spreadsheets.py starts it; SEC-17).

It reads the file from its standard input, within the memory and the processor time that it is given, and writes lines of
JSON: the number of a row now and then, at the end what stands in the file, or the sentence that refuses it.
"""

import json
import resource
import sys

from lib.refusal import NotPossible


def main(megabytes: int, seconds: int):
    """Read one file."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    from lib import spreadsheets  # noqa: PLC0415 - within the limits

    try:
        table = spreadsheets.read(sys.stdin.buffer.read(), passed=_say)
    except NotPossible as problem:
        _say({"refused": str(problem)})
    else:
        _say({"headers": table.headers, "rows": table.rows})


def _say(what):
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
