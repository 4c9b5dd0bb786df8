"""Forms of the parts of a note. Each carries the version that the author opened."""

from django import forms

from lib.forms import page_helper
from reports.choices import AnnexKind
from reports.differences import spans_between
from reports.forms.uploaded import ACCEPTED, text_of, with_bold_headings
from reports.groups import read_groups, written_groups
from reports.labels import labels
from reports.models import Annex, Footnote, FrontMatterItem, InformationNote, Section
from reports.word import markdown_of

ANNEX_TITLES = {AnnexKind.PARTICIPANTS: "list_of_participants", AnnexKind.AGENDA: "agenda"}
TEXT_HELP = (
    "An empty line starts a new paragraph. **bold**, *italic*, lists with “- ” or “1. ”, quotations with “> ”. "
    "A footnote is written where it is called: ^[its text]."
)


class PartForm(forms.ModelForm):
    """What the forms of all parts share: the version that was opened, and a way out.

    Its script saves while one types, unless the author must first look at what somebody else did (`saves_itself`).
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, cancel="", action="", saves_itself=True, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel, self.action, self.saves_itself = cancel, action, saves_itself
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    @property
    def helper(self):
        helper = page_helper("Save", cancel=self.cancel)
        helper.form_action = self.action
        if self.saves_itself:
            helper.attrs["data-saves-itself"] = True
        return helper

    def meet(self, conflict) -> list[tuple]:
        """Make the form one that would save over what somebody else saved, and return what that is.

        Each row is a field's label with its text there, and what sets that apart from the text here.
        """
        self.add_error(None, str(conflict))
        self.saves_itself = False
        self.data = self.data.copy()
        self.data["version"] = str(conflict.current.version)
        written = {name: getattr(conflict.current, name) for name in self._meta.fields}
        written["groups"] = written_groups(written.get("groups", []))
        return [
            (self.fields[name].label, written[name], spans_between(str(written[name]), self.data.get(name, "")))
            for name in self._meta.fields
            if str(written[name]) != self.data.get(name, "").replace("\r\n", "\n")
        ]

    def values(self) -> dict:
        """The fields of the part as cleaned, without the version."""
        return {name: self.cleaned_data[name] for name in self._meta.fields}


class FrontMatterForm(PartForm):
    """A label with its value, and the named groups of participants where there are some."""

    groups = forms.CharField(
        label="Named groups",
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="For participants named in the note itself. The name of a group on a line of its own, ending in a "
        "colon; below it one entry a line; an empty line before the next group.",
    )

    class Meta:
        model = FrontMatterItem
        fields = ["key", "label", "value", "groups"]
        widgets = {"value": forms.Textarea(attrs={"rows": 3})}
        help_texts = {"label": "Printed in bold, with a colon behind it."}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["groups"] = written_groups(self.instance.groups)

    def clean_groups(self):
        groups, problem = read_groups(self.cleaned_data["groups"])
        if problem:
            raise forms.ValidationError(problem)
        return groups


class SectionForm(PartForm):
    """A heading with its text."""

    class Meta:
        model = Section
        fields = ["heading", "level", "text"]
        labels = {"level": "Level"}
        widgets = {"text": forms.Textarea(attrs={"rows": 16, "data-writing": True})}
        help_texts = {"text": TEXT_HELP}


class FootnoteForm(PartForm):
    """The text of a footnote."""

    class Meta:
        model = Footnote
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 4, "data-writing": True})}


class AnnexForm(PartForm):
    """An annex: its title, and its text when it has one of its own, typed or from a file."""

    title = forms.CharField(
        required=False, max_length=300, help_text="Left empty, a list that is made from the data names itself."
    )
    file = forms.FileField(
        label="Text from a file",
        required=False,
        help_text="Plain text or Markdown in UTF-8, or a Word file (.docx). It is put below what is written above.",
        widget=forms.FileInput(attrs=ACCEPTED),
    )

    class Meta:
        model = Annex
        fields = ["kind", "title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 12, "data-writing": True})}
        help_texts = {
            "text": "For an annex with a text of its own. The list of participants and the agenda are made from the "
            "conference's data; what is written here stands above them.",
        }

    def clean_file(self):
        return text_of(self.cleaned_data["file"], markdown_of, with_bold_headings)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("file"):
            cleaned["text"] = "\n\n".join(filter(None, [cleaned.get("text"), cleaned["file"]]))
            # What is shown again, because something else is wrong, has the text of the file as well.
            self.data = self.data.copy()
            self.data["text"] = cleaned["text"]
        kind = cleaned.get("kind")
        if kind == AnnexKind.TEXT and not cleaned.get("text"):
            self.add_error("text", "Enter the text of the annex, or choose a list that is made from the data.")
        if kind == AnnexKind.TEXT and not cleaned.get("title"):
            self.add_error("title", "Enter the title of the annex.")
        if kind in ANNEX_TITLES and not cleaned.get("title"):
            cleaned["title"] = labels(self.instance.note.language)[ANNEX_TITLES[kind]]
        return cleaned


class NoteForm(PartForm):
    """What belongs to the note as a whole."""

    class Meta:
        model = InformationNote
        fields = ["title", "series_number", "heading_numbers", "is_numbered", "first_number"]
        help_texts = {
            "series_number": "Free, as the body numbers its notes. Printed above the title.",
            "first_number": "For a text that goes on where another one ended.",
        }
