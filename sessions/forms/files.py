"""Files that speakers upload: a few kinds, of a few megabytes, that are what their names say."""

from django import forms
from django.template.defaultfilters import filesizeformat

from sessions.models import DOCUMENT_KINDS

MOST_BYTES = 15 * 1024 * 1024
MOST_PHOTO_BYTES = 2 * 1024 * 1024
BEGINNINGS = {
    "pdf": b"%PDF-",
    "jpg": b"\xff\xd8\xff",
    "jpeg": b"\xff\xd8\xff",
    "png": b"\x89PNG\r\n\x1a\n",
    **dict.fromkeys(("docx", "pptx", "xlsx", "odt", "odp", "ods"), b"PK\x03\x04"),
}
PHOTO_KINDS = ["jpg", "jpeg", "png"]


def check(file, kinds: list[str], most_bytes: int) -> None:
    """Refuse a file that is too large, of another kind, or not what its name says."""
    kind = file.name.rpartition(".")[2].lower()
    if kind not in kinds:
        raise forms.ValidationError(f"Choose a file of one of these kinds: {', '.join(kinds)}.")
    if file.size > most_bytes:
        raise forms.ValidationError(f"The file is larger than {filesizeformat(most_bytes)}.")
    beginning = file.read(16)
    file.seek(0)
    if not beginning.startswith(BEGINNINGS.get(kind, b"")):
        raise forms.ValidationError(
            f"The file is named .{kind} but is something else. Save it again and try once more."
        )


class DocumentForm(forms.Form):
    """Slides or a paper, for the readers of a session."""

    title = forms.CharField(label="Title of the file", max_length=200, initial="Slides")
    file = forms.FileField(label="File", help_text=f"{', '.join(DOCUMENT_KINDS)}; at most 15 MB.")

    def clean_file(self):
        check(self.cleaned_data["file"], DOCUMENT_KINDS, MOST_BYTES)
        return self.cleaned_data["file"]
