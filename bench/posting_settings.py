"""The settings of the tests, with one view more: bench/posting.py compares registering with it."""

from config.settings_test import *  # noqa: F403 - everything but the addresses is the same

ROOT_URLCONF = "bench.posting_urls"
