"""How a note is published, withdrawn and found."""

from django import forms

from lib.forms import filter_helper, page_helper
from lib.written import LANGUAGES


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
