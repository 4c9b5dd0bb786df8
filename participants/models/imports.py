"""Spreadsheets on their way into a conference."""

from datetime import datetime, timedelta

from django.db import models

from conference.models import Conference
from participants.choices import NewPeople, Sector
from participants.querysets import ImportQuerySet

DAYS_KEPT = timedelta(days=30)  # a file that is not imported, and what the worker has done
LONG = 300  # rows; more are compared and imported by the worker


class Import(models.Model):
    """A spreadsheet on its way into the conference: read, mapped, looked at, imported, perhaps undone.

    `mapping` names for each column what it fills (a key of participants/importing.py, or nothing). A long file waits in
    `content` until the worker has read it, and `preview` keeps what the worker found that it would do. `journal` is what
    undoing needs; the rows themselves are dropped once they are imported.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    file_hash = models.CharField(max_length=64)
    content = models.BinaryField(default=bytes, blank=True)
    headers = models.JSONField(default=list)
    rows = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    new_become = models.CharField("new people become", max_length=20, choices=NewPeople, default=NewPeople.CONFIRMED)
    new_sector = models.CharField(
        "sector of organisations that are new", max_length=30, choices=Sector, default=Sector.OTHER
    )
    uploaded_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    added_count = models.PositiveIntegerField(default=0)
    changed_count = models.PositiveIntegerField(default=0)
    preview = models.JSONField(null=True, blank=True)
    journal = models.JSONField(default=list)

    objects = ImportQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["conference", "-uploaded_at"], name="imports_newest_first")]

    def __str__(self):
        return self.file_name

    @property
    def is_read(self) -> bool:
        """Whether the file has been read, so that its columns are known."""
        return bool(self.headers)

    @property
    def kept_until(self) -> datetime:
        """When a file that was not imported by then is forgotten with its rows."""
        return self.uploaded_at + DAYS_KEPT

    @property
    def is_long(self) -> bool:
        """Whether comparing and importing takes longer than a page should."""
        return len(self.rows) > LONG
