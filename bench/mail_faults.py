"""Kill, silence, fill and restart what correspondence stands on, in full, and print what was counted as a table.

usage: python -m bench.mail_faults [--runs 20] [--messages 400] [--outage 300] [--engine sqlite|postgresql|both]

The tests are those of tests/correspondence/test_faults.py, with more runs and messages; redis-server has to be there,
and for the full disk a root that may mount one. With the defaults it takes about an hour for each engine: three times
20 runs, and five faults of five minutes.
"""

import argparse
import sys

from bench import mail_engines


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--runs", default="20")
    options.add_argument("--messages", default="400")
    options.add_argument("--outage", default="300", help="seconds for which something is away")
    options.add_argument("--engine", default="postgresql", choices=mail_engines.ENGINES)
    given = options.parse_args()
    return mail_engines.run(
        "tests/correspondence/test_faults.py",
        given.engine,
        FAULT_RUNS=given.runs,
        FAULT_MESSAGES=given.messages,
        FAULT_SECONDS=given.outage,
    )


if __name__ == "__main__":
    sys.exit(main())
