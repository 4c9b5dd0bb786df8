"""Fixtures of the demonstration's tests."""

import pytest
from django.core.management import call_command


@pytest.fixture
def load(settings, capsys):
    """Return a function that runs the command as bin/start does and returns what it printed."""
    settings.DEBUG = True

    def load():
        call_command("load_demo")
        return capsys.readouterr().out

    return load
