"""What organizers are asked, and what they answer."""

from email.utils import parseaddr

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from lib.forms import page_helper


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
