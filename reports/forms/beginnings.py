"""Where the text of a note comes from: a shape, another language, what was pasted, a Word file."""

from django import forms

from lib.forms import page_helper
from lib.word_reading import LARGEST_FILE, NotADocument
from lib.written import LANGUAGES
from reports.facts import Basis
from reports.forms.uploaded import ACCEPTED, text_of
from reports.models import NoteTemplate
from reports.word import plain_text_of, read_note


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
        widget=forms.ClearableFileInput(attrs=ACCEPTED),
    )

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper("Show what becomes of it", cancel=cancel)

    def clean_file(self):
        return text_of(self.cleaned_data["file"], plain_text_of)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("file"):
            cleaned["text"] = cleaned["file"]
        if not self.errors and not cleaned.get("text", "").strip():
            self.add_error("text", "Paste the text of a note, or choose a file.")
        return cleaned


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
