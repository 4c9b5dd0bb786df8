"""Words for information notes."""

from django.db import models

from reports.choices import NoteStatus


class InformationNoteQuerySet(models.QuerySet):
    """Information notes."""

    def published(self):
        return self.filter(status=NoteStatus.PUBLISHED)

    def whole(self):
        """With everything that the document prints, in a fixed number of queries."""
        return self.select_related("conference").prefetch_related("front_matter", "sections", "footnotes", "annexes")
