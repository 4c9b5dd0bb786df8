"""Celery's application: settings from Django, tasks and jobs found in every app."""

import os
from pathlib import Path

from celery import Celery

from lib import file_queue  # noqa: F401 - names the transport that settings choose without Redis

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("plenary")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="jobs")


@app.on_after_configure.connect
def make_the_queues_folders(sender, **_):
    """The filesystem transport expects its folders to be there."""
    options = sender.conf.broker_transport_options
    for name in ("data_folder_in", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True)
