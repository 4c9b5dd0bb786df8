"""How many examples Hypothesis makes: enough to notice in a run of everything, more when PLENARY_EXAMPLES asks for it.

A run of everything tries the same ones each time, so that its result says something about the code alone.
`PLENARY_EXAMPLES=10 bin/test PATH…` makes ten times as many, and other ones each time.
"""

import os

import hypothesis

TIMES = int(os.environ.get("PLENARY_EXAMPLES", "1"))


def examples(count: int) -> hypothesis.settings:
    """Return the settings of a test that is worth so many examples."""
    return hypothesis.settings(max_examples=count * TIMES)
