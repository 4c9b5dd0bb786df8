"""The command that loads the demonstration, into a database that has none."""

import pytest
from django.core.management import CommandError, call_command

from conference.models import Conference
from demo import sign_ins


def test_the_command_loads_three_conferences_and_prints_the_sign_ins(db, load):
    printed = load()
    assert printed.count("Loaded: ") == 3
    assert printed.splitlines()[3:] == sign_ins.lines()


def test_it_is_refused_outside_debug(db, settings):
    settings.DEBUG = False
    with pytest.raises(CommandError, match="only with DEBUG=yes"):
        call_command("load_demo")
    assert not Conference.objects.exists()
