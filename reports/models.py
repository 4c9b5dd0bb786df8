"""Information notes: the document published after a conference."""

from django.db import models
from django.urls import reverse

from conference.models import Conference
from reports.choices import NOTE_LANGUAGES, NoteStatus
from reports.querysets import InformationNoteQuerySet


class InformationNote(models.Model):
    """One note in one language: a title, front matter, sections, footnotes, annexes.

    Texts are in the Markdown subset of lib/markup.py; `[^2]` in a text refers to the footnote of that number.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="notes")
    language = models.CharField(max_length=10, choices=NOTE_LANGUAGES, default="en")
    title = models.CharField(max_length=300, default="Information Note")
    status = models.CharField(max_length=20, choices=NoteStatus, default=NoteStatus.DRAFT)
    series_number = models.CharField("symbol or number", max_length=60, blank=True)
    unplaced = models.TextField(
        "not placed", blank=True, help_text="What an import could not place, kept for the author."
    )
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = InformationNoteQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "language"],
                name="one_note_per_language",
                violation_error_message="The conference has a note in this language already.",
            ),
        ]

    def __str__(self):
        return f"{self.title} ({self.get_language_display()})"

    def get_absolute_url(self):
        return reverse("reports:note", kwargs={"conference": self.conference.slug, "language": self.language})


class FrontMatterItem(models.Model):
    """A bold label with its value: “Organizers: Government of …”."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="front_matter")
    label = models.CharField(max_length=100)
    value = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label


class Section(models.Model):
    """A heading with its text."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.heading


class Footnote(models.Model):
    """The text of a footnote. The one that `is_on_title` is the disclaimer."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="footnotes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    is_on_title = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["note", "number"],
                name="one_footnote_per_number",
                violation_error_message="The note has a footnote of this number already.",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.text[:60]}"


class Annex(models.Model):
    """A part on pages of its own behind the note."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="annexes")
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "annexes"

    def __str__(self):
        return self.title
