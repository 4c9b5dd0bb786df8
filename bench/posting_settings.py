"""The settings of the tests, with two views more to compare with (bench/posting_urls.py), and what processes keep."""

from config.settings_test import *  # noqa: F403 - everything but the lines below is the same
from config.settings_test import CACHES

ROOT_URLCONF = "bench.posting_urls"
CACHES["nearby"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}  # as an installation has it
