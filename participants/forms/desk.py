"""Forms of the desk's list: reasons, tags, views, messages to many."""

from django import forms

from lib.forms import page_helper
from participants.forms.people import Suggestions
from participants.models import SavedView


class _OfMany(forms.Form):
    """A form about so many registrations; `count` says how many its reader has seen, `seen` which (a fingerprint)."""

    count = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, count=None, seen="", **kwargs):
        super().__init__(*args, initial={"count": count, "seen": seen}, **kwargs)
        if count is None:
            del self.fields["count"], self.fields["seen"]


class ReasonForm(_OfMany):
    """An optional reason, and whether the person gets a message."""

    reason = forms.CharField(label="Reason", required=False, max_length=500, help_text="For the history only.")
    notify = forms.BooleanField(label="Send this message", required=False, initial=True)

    def __init__(self, *args, submit, cancel, is_destructive=False, has_message=True, is_bulk=False, **kwargs):
        super().__init__(*args, **kwargs)
        if is_bulk:
            self.fields["notify"].label = "Send each person the message that goes with it"
        self.submit, self.cancel, self.is_destructive = submit, cancel, is_destructive
        if not has_message:
            del self.fields["notify"]

    @property
    def helper(self):
        helper = page_helper(self.submit, cancel=self.cancel, is_destructive=self.is_destructive)
        helper.cancel_label = "Go back"
        return helper


class SaveViewForm(forms.Form):
    """The name of a saved view."""

    name = forms.CharField(
        label="Name of the view",
        max_length=80,
        help_text="A view of the same name is replaced.",
        error_messages={"required": "Enter a name for the view."},
    )

    def __init__(self, *args, query, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.query, self.cancel = query, cancel

    def clean(self):
        if len(self.query) > SavedView._meta.get_field("query").max_length:
            raise forms.ValidationError("This view shows and filters too much to be kept. Leave out some columns.")
        return super().clean()

    @property
    def helper(self):
        return page_helper("Save the view", cancel=self.cancel)


class TagForm(_OfMany):
    """A tag for many registrations."""

    name = forms.CharField(label="Tag", max_length=50, error_messages={"required": "Enter a tag."})

    def __init__(self, *args, cancel, suggestions, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["name"].widget = Suggestions(suggestions, {"autocomplete": "off", "maxlength": 50})

    @property
    def helper(self):
        return page_helper("Tag them", cancel=self.cancel)


class UntagForm(_OfMany):
    """The tag to take off."""

    tag = forms.ModelChoiceField(
        label="Tag", queryset=None, empty_label="Choose", error_messages={"required": "Choose a tag."}
    )

    def __init__(self, *args, cancel, conference, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["tag"].queryset = conference.tags.all()

    @property
    def helper(self):
        return page_helper("Take the tag off", cancel=self.cancel)
