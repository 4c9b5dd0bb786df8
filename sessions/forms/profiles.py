"""Forms of a speaker's own page."""

from django import forms

from lib import uploads
from lib.forms import page_helper
from sessions.forms import files


class ProfileForm(forms.Form):
    """What a speaker tells readers, and when the speaker cannot."""

    biography = forms.CharField(
        label="Short biography",
        required=False,
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Three or four sentences. Readers of the agenda see them.",
    )
    photo = forms.FileField(label="Photo", required=False, help_text="JPEG or PNG, at most 2 MB.")
    removes_photo = forms.BooleanField(label="Take the photo away", required=False)
    unavailable = forms.CharField(
        label="When can you not come?", required=False, max_length=300, help_text="Only the organisers see this."
    )

    def __init__(self, *args, cancel, has_photo, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        if not has_photo:
            del self.fields["removes_photo"]

    @property
    def helper(self):
        return page_helper("Save", cancel=self.cancel)

    def clean_photo(self):
        photo = self.cleaned_data["photo"]
        if photo:
            files.check(photo, files.PHOTO_KINDS, files.MOST_PHOTO_BYTES)
            return uploads.picture(photo.read())  # the whole world sees it: without place and time of the shot
        return photo


class DocumentForm(files.DocumentForm):
    """A file, with the way back to the page that it belongs to."""

    def __init__(self, *args, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self):
        return page_helper("Upload", cancel=self.cancel)
