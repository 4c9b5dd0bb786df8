"""How a form shows that an action said no; a clash may stand when a reason is given."""

from django import forms

from lib.forms import page_helper
from lib.refusal import NotPossible
from sessions.actions import Clashing


def reason_field() -> forms.CharField:
    """Return the field for the reason, which stays hidden until there is a clash."""
    return forms.CharField(
        label="Keep it all the same, because",
        required=False,
        max_length=300,
        widget=forms.HiddenInput,
        help_text="Change what clashes, or say here why it may stand. The reason is kept in the history.",
    )


def number(request, name: str) -> int | None:
    """Return the whole number that a hidden field sends, or None when it sends none."""
    text = request.POST.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 10 else None


def show(form: forms.Form, problem: NotPossible) -> None:
    """Put the refusal on the form; for a clash, let the reason be typed."""
    if isinstance(problem, Clashing) and "reason" in form.fields:
        form.fields["reason"].widget = forms.Textarea(attrs={"rows": 2})
        form.add_error("reason", [clash.sentence for clash in problem.clashes])
    else:
        form.add_error(None, str(problem))


class AcceptClashForm(forms.Form):
    """Why a clash may stand."""

    reason = forms.CharField(label="Why may it stand?", max_length=300, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, cancel, submit="Let it stand", **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel, self.submit = cancel, submit

    @property
    def helper(self):
        return page_helper(self.submit, cancel=self.cancel)
