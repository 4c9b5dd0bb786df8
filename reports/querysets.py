"""Words for information notes."""

from django.db import models

from conference.models import Conference
from lib.text import search_key


class InformationNoteQuerySet(models.QuerySet):
    """Information notes."""

    def in_force(self):
        """Those of which readers may see an edition, whatever is at work on the text since."""
        return self.filter(editions__isnull=False, editions__withdrawn_at__isnull=True).distinct()

    def for_everyone(self):
        """Those that anyone may read: in force, and of a conference that is not a draft."""
        return self.in_force().filter(conference__in=Conference.objects.public())

    def matching(self, text):
        """Those whose published text or conference contain the words, whatever accents or case."""
        found = self
        for word in search_key(text).split():
            found = found.filter(editions__search_key__contains=word)
        return found

    def newest_first(self):
        return self.order_by("-published_at", "pk")

    def whole(self):
        """With everything that the document prints, in a fixed number of queries."""
        return self.select_related("conference", "follows__conference").prefetch_related(
            "front_matter", "sections", "footnotes", "annexes"
        )

    def with_editions(self):
        """With what is published of them."""
        return self.select_related("conference").prefetch_related("editions")

    def locked(self):
        """For an action that changes a note: one at a time per note."""
        return self.select_for_update(of=("self",))


class ClearanceRequestQuerySet(models.QuerySet):
    """Requests for clearance."""

    def waiting(self):
        """Those who were asked and have not agreed."""
        return self.filter(agreed_at__isnull=True, recalled_at__isnull=True)

    def with_note(self):
        return self.select_related("note__conference")


class CommentQuerySet(models.QuerySet):
    """Comments of the organizers."""

    def unsettled(self):
        return self.filter(settled_at__isnull=True)

    def with_author(self):
        return self.select_related("request")


class RevisionQuerySet(models.QuerySet):
    """Saved changes of notes."""

    def newest_first(self):
        return self.order_by("-number")

    def without_content(self):
        """For a list of them."""
        return self.defer("content")


class EditionQuerySet(models.QuerySet):
    """Published texts."""

    def in_force(self):
        """Those that readers may see: the newest one of a note counts, unless it was withdrawn."""
        return self.filter(withdrawn_at__isnull=True).order_by("-number")
