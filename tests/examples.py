"""How many examples Hypothesis makes: enough to notice in a run of everything, more when PLENARY_EXAMPLES asks for it.

`PLENARY_EXAMPLES=10 bin/test PATH…` makes ten times as many.
"""

import os

import hypothesis

TIMES = int(os.environ.get("PLENARY_EXAMPLES", "1"))


def examples(count: int) -> hypothesis.settings:
    """Return the settings of a test that is worth so many examples."""
    return hypothesis.settings(max_examples=count * TIMES)
