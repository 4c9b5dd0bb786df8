"""The example of an environment can be taken as it stands."""

import re
from pathlib import Path

from django.conf import settings

LINES = (Path(settings.BASE_DIR) / ".env.example").read_text().splitlines()


def test_each_line_is_empty_a_comment_or_an_assignment_without_a_comment():
    assignments = [line for line in LINES if line and not line.startswith("#")]

    assert [line for line in assignments if not re.fullmatch(r"[A-Z_]+=[^#]*", line)] == []


def test_nothing_that_leads_to_another_machine_is_switched_on():
    names = {line.partition("=")[0] for line in LINES if line and not line.startswith("#")}

    assert names == {"SECRET_KEY", "DEBUG", "SITE_URL", "ALLOWED_HOSTS", "BEHIND_PROXY"}
