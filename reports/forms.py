"""Forms of notes. They clean; the actions write. Each form of a part carries the version that the author opened."""

from email.utils import parseaddr

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lib import states
from lib.forms import filter_helper, page_helper
from lib.word_reading import LARGEST_FILE, NotADocument
from lib.written import LANGUAGES
from reports.choices import AnnexKind
from reports.differences import spans_between
from reports.facts import Basis
from reports.groups import read_groups, written_groups
from reports.labels import labels
from reports.models import Annex, Footnote, FrontMatterItem, InformationNote, NoteTemplate, Section
from reports.word import plain_text_of, read_note

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
    """An annex: its title, and its text when it has one of its own."""

    title = forms.CharField(
        required=False, max_length=300, help_text="Left empty, a list that is made from the data names itself."
    )

    class Meta:
        model = Annex
        fields = ["kind", "title", "text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 12, "data-writing": True})}
        help_texts = {
            "text": "For an annex with a text of its own. The list of participants and the agenda are made from the "
            "conference's data; what is written here stands above them.",
        }

    def clean(self):
        cleaned = super().clean()
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


class StartForm(forms.Form):
    """In which language a new note is written, and in which shape."""

    language = forms.ChoiceField(label="Language of the note", choices=LANGUAGES, initial="en")
    template = forms.ModelChoiceField(
        NoteTemplate.objects.none(),
        label="Shape",
        required=False,
        empty_label="The usual one",
        help_text="Title, labels, headings, disclaimer and annexes; each can be changed afterwards.",
    )
    basis = forms.ChoiceField(
        label="First text",
        required=False,
        choices=[
            (Basis.CHECKED_IN, "The data, by who was checked in"),
            (Basis.CONFIRMED, "The data, by who is confirmed"),
            (Basis.REGISTERED, "The data, by who registered"),
            ("", "None, empty sections"),
        ],
        help_text="Sentences on who took part, for how long, and what was on the agenda. You edit them; when the data "
        "change, the note says so.",
    )

    def __init__(self, *args, taken=(), templates=None, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        free = [(code, name) for code, name in LANGUAGES if code not in taken]
        self.fields["language"].choices = free
        self.fields["template"].queryset = templates
        if not templates:
            del self.fields["template"]
        self.helper = page_helper("Start the note", cancel=cancel)


class TranslationForm(forms.Form):
    """Into which language a note is translated."""

    language = forms.ChoiceField(
        label="Language of the translation",
        help_text="It begins with the text of the original, with labels, dates and names of States in its language.",
    )

    def __init__(self, *args, taken=(), cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = [(code, name) for code, name in LANGUAGES if code not in taken]
        self.helper = page_helper("Start the translation", cancel=cancel)


class TemplateForm(forms.Form):
    """Under which name the shape of a note is kept."""

    name = forms.CharField(
        label="Name of the template", max_length=100, help_text="Such as “1540 Committee” or “Regional workshops”."
    )

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper("Keep the shape", cancel=cancel)


class PasteForm(forms.Form):
    """The text of a note of the past."""

    language = forms.ChoiceField(label="Language of the note", choices=LANGUAGES, initial="en")
    text = forms.CharField(
        label="Text of the note",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text="Title, lines such as “Event: …”, headings, paragraphs, footnotes; an empty line between paragraphs.",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        help_text="Plain text or Markdown in UTF-8, or a Word file (.docx).",
        widget=forms.ClearableFileInput(attrs={"accept": ".txt,.md,.markdown,.docx,text/plain,text/markdown"}),
    )

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper("Show what becomes of it", cancel=cancel)

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST_FILE:
            raise forms.ValidationError("The file is larger than 5 MB. A note is a few pages of text.")
        return file

    def clean(self):
        cleaned = super().clean()
        file = cleaned.get("file")
        if file:
            try:
                data = file.read(LARGEST_FILE + 1)
                cleaned["text"] = plain_text_of(data) if data.startswith(b"PK") else data.decode("utf-8-sig")
            except NotADocument as problem:
                self.add_error("file", str(problem))
            except UnicodeDecodeError:
                self.add_error("file", "The file is not plain text in UTF-8. Save it as plain text, or paste the text.")
        if not self.errors and not cleaned.get("text", "").strip():
            self.add_error("text", "Paste the text of a note, or choose a file.")
        return cleaned


class DismissForm(forms.Form):
    """Why a finding of proofreading stands."""

    reason = forms.CharField(label="Why does it stand?", max_length=300, help_text="Kept with the note.")

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper("Let it stand", cancel=cancel)


class BasisForm(forms.Form):
    """Who is counted."""

    basis = forms.ChoiceField(label="Count", choices=Basis.choices)

    def __init__(self, *args, action="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = filter_helper(action, submit="Count again")


class StateGroupForm(forms.Form):
    """States that notes name together."""

    name = forms.CharField(label="Name", max_length=100, help_text="As it reads behind “the”: Pacific Alliance States.")
    codes = forms.MultipleChoiceField(
        label="States",
        choices=states.choices,
        widget=forms.SelectMultiple(attrs={"size": 14}),
        help_text="Hold Ctrl, or Cmd on a Mac, to choose several.",
    )

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper("Save the group", cancel=cancel)


class AskForm(forms.Form):
    """Who among the organizers is asked to read the note."""

    recipients = forms.CharField(
        label="Who is asked",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One a line: name and address, such as Elena Núñez <elena@example.org>. Each gets a personal link "
        "by e-mail. Left empty, nobody is written to, and the note is marked as with the organizers.",
    )
    words = forms.CharField(
        label="Words to them",
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Until when an answer would be useful, and what to look at.",
    )

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper("Send to the organizers", cancel=cancel)

    def clean_recipients(self):
        recipients = []
        for line in self.cleaned_data["recipients"].splitlines():
            if line.strip():
                name, email = parseaddr(line)
                try:
                    validate_email(email)
                except ValidationError:
                    raise forms.ValidationError(f"“{line.strip()}” has no e-mail address that can be used.") from None
                recipients.append((name or email, email))
        return recipients


class CommentForm(forms.Form):
    """A comment on a paragraph."""

    place = forms.CharField(widget=forms.HiddenInput)
    paragraph = forms.IntegerField(required=False)
    text = forms.CharField(label="Comment", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))


class SettleForm(forms.Form):
    """What became of a comment."""

    answer = forms.CharField(label="Answer", required=False, max_length=2000)


class NoteSearchForm(forms.Form):
    """What readers look for among all published notes."""

    q = forms.CharField(label="Words in the text, conference or place", required=False)
    language = forms.ChoiceField(label="Language", required=False, choices=[("", "All languages"), *LANGUAGES])

    def __init__(self, *args, action="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = filter_helper(action, submit="Search", refreshes="")

    def apply(self, notes):
        if not self.is_valid():
            return notes
        if self.cleaned_data["language"]:
            notes = notes.filter(language=self.cleaned_data["language"])
        return notes.matching(self.cleaned_data["q"])


class WordForm(forms.Form):
    """A Word file that came back."""

    file = forms.FileField(
        label="Word file",
        help_text="The .docx file as it came back, up to 5 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper("Show the differences", cancel=cancel)

    def clean_file(self):
        try:
            return read_note(self.cleaned_data["file"].read(LARGEST_FILE + 1))
        except NotADocument as problem:
            raise forms.ValidationError(str(problem)) from problem


class PublishForm(forms.Form):
    """What a further edition corrects."""

    reason = forms.CharField(label="What was corrected", max_length=500, help_text="Readers see it with the note.")

    def __init__(self, *args, is_correction=False, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]
        self.helper = page_helper("Publish the correction" if is_correction else "Publish the note", cancel=cancel)


class WithdrawForm(forms.Form):
    """Why a note is taken from the readers."""

    reason = forms.CharField(
        label="Why is the note withdrawn?", max_length=500, help_text="Readers who open its address see this sentence."
    )

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper("Withdraw the note", cancel=cancel, is_destructive=True)
