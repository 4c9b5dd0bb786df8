"""Forms of correspondence."""

from django import forms

from correspondence import audiences, wording
from correspondence.choices import ReminderAnchor
from correspondence.models import Mailing
from lib.forms import page_helper

IN_SUBJECT = set(wording.PLACEHOLDERS) - wording.LINKS - wording.BLOCKS
EMPTY = ("", "{salutation},\n\n\n\nYours sincerely,\n\n{sender}\n{contact}\n")
LIST_OF_PLACEHOLDERS = "Paragraphs, **bold**, *italic*, lists and links; placeholders in single braces, listed beside."


class _TextForm(forms.Form):
    """A subject and a text with placeholders, checked before anything is kept."""

    allowed = set(wording.PLACEHOLDERS)
    required: tuple[str, ...] = ()

    subject = forms.CharField(max_length=200)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 18}), help_text=LIST_OF_PLACEHOLDERS)

    def clean_subject(self):
        subject = " ".join(self.cleaned_data["subject"].split())
        if problems := wording.problems(subject, allowed=IN_SUBJECT):
            raise forms.ValidationError(problems)
        return subject

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n").strip() + "\n"
        if problems := wording.problems(text, required=self.required, allowed=self.allowed):
            raise forms.ValidationError(problems)
        return text


class WordingForm(_TextForm):
    """The conference's own text for a kind of message."""

    def __init__(self, data=None, *, kind, cancel, **kwargs):
        super().__init__(data, **kwargs)
        self.required = kind.required
        self.helper = page_helper("Save the text", cancel=cancel)


class MailingForm(_TextForm):
    """A mailing before it is sent."""

    allowed = set(wording.PLACEHOLDERS) - wording.BLOCKS
    audience = forms.ChoiceField(label="To", widget=forms.RadioSelect)
    is_optional = forms.BooleanField(
        label="People may unsubscribe",
        required=False,
        help_text="For reminders and announcements. Leave it out for what everyone has to know, such as a new venue.",
    )
    field_order = ["audience", "subject", "text", "is_optional"]

    def __init__(self, data=None, *, cancel, mailing: Mailing | None = None, start_from: tuple[str, str] = EMPTY):
        initial = {"is_optional": True, "subject": start_from[0], "text": start_from[1]}
        if mailing:
            initial = {name: getattr(mailing, name) for name in self.field_order}
        super().__init__(data, initial=initial)
        self.fields["audience"].choices = audiences.choices()
        self.helper = page_helper("Save and look at it", cancel=cancel)


class ReminderForm(forms.Form):
    """A mailing that sends itself."""

    audience = forms.ChoiceField(label="To", help_text="Who belongs to it on that day gets the message.")
    kind = forms.ChoiceField(label="Text", help_text="As it stands on that day; you can word it under Texts.")
    days = forms.IntegerField(label="Number of days", min_value=0, max_value=365)
    anchor = forms.ChoiceField(label="Counted from", choices=ReminderAnchor, widget=forms.RadioSelect)

    def __init__(self, data=None, *, cancel):
        super().__init__(data)
        self.fields["audience"].choices = audiences.choices()
        self.fields["kind"].choices = [(code, wording.KINDS[code].label) for code in wording.FOR_MAILINGS]
        self.helper = page_helper("Add the reminder", cancel=cancel)
