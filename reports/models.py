"""Information notes: the document published after a conference."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.urls import reverse

from conference.models import Conference
from lib.written import LANGUAGES
from reports.choices import AnnexKind, FrontMatterKey, HeadingNumbers, NoteStatus, SectionLevel
from reports.querysets import (
    ClearanceRequestQuerySet,
    CommentQuerySet,
    EditionQuerySet,
    InformationNoteQuerySet,
    RevisionQuerySet,
)


class InformationNote(models.Model):
    """One note in one language: the text at work. What is published stands in its editions, frozen.

    Texts are in the Markdown subset of lib/markup.py; `[^2]` in a text refers to the footnote of that number.
    `version` counts the saved changes; each has its revision.
    """

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="notes")
    language = models.CharField(max_length=10, choices=LANGUAGES, default="en")
    title = models.CharField(max_length=300, default="Information Note")
    status = models.CharField(max_length=20, choices=NoteStatus, default=NoteStatus.DRAFT)
    series_number = models.CharField("symbol or number", max_length=60, blank=True)
    is_numbered = models.BooleanField("number the paragraphs", default=False)
    heading_numbers = models.CharField(
        "headings", max_length=10, choices=HeadingNumbers, default=HeadingNumbers.NONE, blank=True
    )
    first_number = models.PositiveSmallIntegerField("number of the first paragraph", default=1)
    unplaced = models.TextField(
        "not placed", blank=True, help_text="What an import could not place, kept for the author."
    )
    version = models.PositiveIntegerField(default=0, editable=False)
    follows = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="translations", verbose_name="original"
    )
    follows_version = models.PositiveIntegerField(null=True, editable=False)
    created_at = models.DateTimeField(editable=False)
    changed_at = models.DateTimeField(editable=False)
    published_at = models.DateTimeField(null=True, editable=False)

    objects = InformationNoteQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
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

    def get_desk_url(self):
        return reverse("reports:desk_note", kwargs={"conference": self.conference.slug, "language": self.language})

    @property
    def is_open(self) -> bool:
        """Whether its text may be changed: a cleared one is reopened first, a published one corrected."""
        return self.status in {NoteStatus.DRAFT, NoteStatus.WITH_ORGANIZERS}


class Part(models.Model):
    """What every part of a note has: a place in the order, and a version that two authors cannot both change."""

    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class FrontMatterItem(Part):
    """A bold label with its value: “Organizers: Government of …”.

    `groups` are the named groups of participants that follow the value: [{"name": …, "entries": […]}].
    """

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="front_matter")
    key = models.CharField("about", max_length=20, choices=FrontMatterKey, default=FrontMatterKey.OTHER, blank=True)
    label = models.CharField(max_length=100)
    value = models.TextField(blank=True)
    groups = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label


class Section(Part):
    """A heading with its text."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="sections")
    heading = models.CharField(max_length=300, blank=True)
    level = models.CharField(max_length=1, choices=SectionLevel, default=SectionLevel.SECTION)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.heading or "Section without a heading"


class Footnote(models.Model):
    """The text of a footnote, called in the texts by its number. The one that `is_on_title` is the disclaimer.

    What readers see counts on in the order of the calls; the number here only joins call and text.
    """

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="footnotes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    is_on_title = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0, editable=False)

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
        return f"Footnote {self.number}"


class Annex(Part):
    """A part on pages of its own behind the note."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="annexes")
    kind = models.CharField("content", max_length=20, choices=AnnexKind, default=AnnexKind.TEXT)
    title = models.CharField(max_length=300)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "annexes"

    def __str__(self):
        return self.title


class NoteTemplate(models.Model):
    """The shape of a body's notes: title, labels, headings, disclaimer, annexes. Shared by all conferences."""

    name = models.CharField(max_length=100, unique=True)
    language = models.CharField(max_length=10, choices=LANGUAGES, default="en")
    shape = models.JSONField()
    created_at = models.DateTimeField(editable=False)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class StateGroup(models.Model):
    """States that notes name together, such as “Pacific Alliance States”. Shared by all conferences."""

    name = models.CharField(max_length=100, unique=True, help_text="As it reads behind “the”: Pacific Alliance States.")
    codes = models.JSONField("States", default=list, help_text="ISO 3166-1 codes")

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class AcceptedFact(models.Model):
    """A sentence that an author took from the data, with the value that it stated: when the data move, the note says so."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="accepted_facts")
    key = models.CharField(max_length=140)
    basis = models.CharField(max_length=20, blank=True)
    sentence = models.TextField()
    value = models.JSONField()
    accepted_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=300)

    class Meta:
        ordering = ["accepted_at", "pk"]

    def __str__(self):
        return self.sentence


class Dismissal(models.Model):
    """A finding of proofreading that an author looked at and let stand, with the reason."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="dismissals")
    fingerprint = models.CharField(max_length=32)
    title = models.CharField(max_length=200)
    excerpt = models.TextField(blank=True)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=300)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["note", "fingerprint"], name="one_dismissal_per_finding"),
        ]

    def __str__(self):
        return self.title


class ClearanceRequest(models.Model):
    """Somebody of the organizers who was asked to read the note, by a personal link, without an account."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="clearance_requests")
    name = models.CharField(max_length=200)
    email = models.EmailField("e-mail address")
    words = models.TextField("personal words", blank=True)
    revision = models.PositiveIntegerField("revision that was sent")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=300)
    agreed_at = models.DateTimeField(null=True)
    agreed_revision = models.PositiveIntegerField(null=True)
    recalled_at = models.DateTimeField(null=True)
    link_version = models.PositiveIntegerField(default=0, editable=False)

    objects = ClearanceRequestQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]

    def __str__(self):
        return self.name

    @property
    def conference(self) -> Conference:
        return self.note.conference


class Comment(models.Model):
    """What a reader among the organizers says about a paragraph; the team answers it once it has seen to it."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="comments")
    request = models.ForeignKey(ClearanceRequest, models.CASCADE, related_name="comments")
    place = models.CharField(max_length=60)
    label = models.CharField(max_length=300)
    quote = models.TextField(blank=True)
    text = models.TextField()
    revision = models.PositiveIntegerField()
    at = models.DateTimeField()
    answer = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=300, blank=True)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self):
        return self.text[:60]


class NoteRevision(models.Model):
    """A note as one saved change left it, with who saved it, when, and what the change was."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    what = models.CharField(max_length=300)
    at = models.DateTimeField()
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author_label = models.CharField(max_length=300)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="one_revision_per_number"),
        ]

    def __str__(self):
        return f"Revision {self.number}"


class Edition(models.Model):
    """A published text, frozen with the data that its annexes state. A correction is a further edition."""

    note = models.ForeignKey(InformationNote, models.CASCADE, related_name="editions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    reason = models.CharField("what was corrected", max_length=500, blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=300)
    search_key = models.TextField(editable=False, blank=True, help_text="Of the newest edition only: older ones rest.")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal_reason = models.CharField(max_length=500, blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["note", "number"], name="one_edition_per_number"),
        ]

    def __str__(self):
        return f"Edition {self.number}"

    @property
    def is_correction(self) -> bool:
        return self.number > 1
