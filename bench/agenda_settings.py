"""The settings of an installation, with one view more: bench/agenda.py compares the agenda with it."""

from config.settings import *  # noqa: F403 - everything but the addresses is the same

ROOT_URLCONF = "bench.agenda_urls"
