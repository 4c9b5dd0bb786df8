"""docs/requirements.md names only tests that exist, and each promise once."""

import ast
import re

from tests.servers import ROOT

PAGE = (ROOT / "docs" / "requirements.md").read_text()
NODE = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
NUMBERS = {"REL": 7, "MAIL": 12, "SEC": 20, "PRIV": 5, "OPS": 5, "UX": 12}


def test_every_test_that_is_named_exists():
    missing = []
    for file, test in NODE.findall(PAGE):
        path = ROOT / file
        names = (
            {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}
            if path.exists()
            else set()
        )
        if test not in names:
            missing.append(f"{file}::{test}")

    assert missing == []


def test_every_promise_stands_in_one_line_with_a_test():
    rows = re.findall(r"^\| ([A-Z]+-\d\d) \|.*$", PAGE, re.MULTILINE)
    expected = [f"{kind}-{number:02}" for kind, count in NUMBERS.items() for number in range(1, count + 1)]

    assert sorted(rows) == sorted(expected)
    assert [line for line in PAGE.splitlines() if re.match(r"\| [A-Z]+-\d\d", line) and not NODE.search(line)] == []
