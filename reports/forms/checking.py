"""What is decided about findings and facts."""

from django import forms

from lib import states
from lib.forms import filter_helper, page_helper
from reports.facts import Basis


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
