"""The web server that bench.posting asks: gunicorn as config.gunicorn has it, with a queue for what it wakes.

usage: PORT=… DATABASE_URL=… python -m bench.serving
"""

import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings_test")

import django

django.setup()

from django.conf import settings  # noqa: E402 - the settings come first
from gunicorn.app.wsgiapp import run  # noqa: E402 - as above

if __name__ == "__main__":
    for name in ("queue", "control"):
        (settings.BROKER_DIR / name).mkdir(parents=True, exist_ok=True)
    sys.argv = ["gunicorn", "-c", "python:config.gunicorn", "--access-logfile", "/dev/null", "config.wsgi"]
    run()
