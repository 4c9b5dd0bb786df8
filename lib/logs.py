"""Lines of the log: no personal link can be read in one, and no text of a person can forge one (SEC-03, PRIV-02)."""

import logging
import re

# What lib.links makes, whatever the purpose: an id, a version and a signature. And keys that set a password.
PERSONAL_LINK = re.compile(r"/\d+\.\d+\.[A-Za-z0-9_-]+|(?<=/password/reset)/[0-9A-Za-z]+-[^/\s?\"]+")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def masked(text: str) -> str:
    """Return a text without the part of an address that opens somebody's personal page."""
    return PERSONAL_LINK.sub("/…", text)


def on_one_line(text: str) -> str:
    """Return a text in which line breaks and other control signs are written out, so that it stays one line."""
    return CONTROL.sub(lambda sign: sign.group().encode("unicode_escape").decode(), text)


class LineFormatter(logging.Formatter):
    """Writes a record as one line; a traceback follows on lines of its own."""

    def formatMessage(self, record):  # noqa: N802 - the name is logging's
        record.message = on_one_line(record.message)
        return super().formatMessage(record)

    def format(self, record):
        return masked(super().format(record))
