"""What a reader may choose of a printed document. Sent by GET: the address of a PDF says what is in it."""

from django import forms

from lib.forms import page_helper
from lib.written import LANGUAGES
from reports.documents import badges
from reports.documents.booklet import Paper
from reports.documents.people import Layout

CODES = [code for code, _ in LANGUAGES]


class DocumentForm(forms.Form):
    """Shows its starting values, and takes them where the address says nothing."""

    language = forms.ChoiceField(
        choices=LANGUAGES,
        help_text="Of headings, dates and names of States. Names, titles and summaries stay as they were written.",
    )

    def __init__(self, data, *, conference, action="", **kwargs):
        self.action = action
        first = conference.default_language
        initial = {"language": next((code for code in CODES if code.partition("-")[0] == first[:2]), "en")}
        initial |= self.starting_values
        super().__init__(data or None, initial=initial, **kwargs)

    @property
    def helper(self):
        helper = page_helper("Open the PDF")
        helper.form_method, helper.form_action, helper.disable_csrf = "get", self.action, True
        return helper

    @property
    def wish(self) -> dict | None:
        """What is to be printed; None when something was chosen that there is not."""
        if not self.is_bound:
            return {name: self.get_initial_for_field(field, name) for name, field in self.fields.items()}
        return self.cleaned_data if self.is_valid() else None


class ParticipantListForm(DocumentForm):
    """The list of participants."""

    starting_values = {"layout": Layout.DELEGATIONS}
    layout = forms.ChoiceField(choices=Layout, widget=forms.RadioSelect, label="How it is printed")
    field_order = ["layout", "language"]


class BadgesForm(DocumentForm):
    """Badges for all who are confirmed."""

    starting_values = {"size": badges.Size.A6_ON_A4, "order": badges.Order.NAME}
    size = forms.ChoiceField(choices=badges.Size, widget=forms.RadioSelect, label="Size of a badge")
    order = forms.ChoiceField(choices=badges.Order, widget=forms.RadioSelect, label="In which order")
    field_order = ["size", "order", "language"]


class BookletForm(DocumentForm):
    """The agenda booklet."""

    starting_values = {"paper": Paper.A4, "with_texts": True, "with_people": True}
    paper = forms.ChoiceField(choices=Paper, widget=forms.RadioSelect, label="Size of the page")
    with_people = forms.BooleanField(label="With speakers", required=False)
    with_texts = forms.BooleanField(label="With summaries and abstracts", required=False)
    field_order = ["paper", "with_people", "with_texts", "language"]


class DeskBookletForm(BookletForm):
    """The agenda booklet for the team, who may print what is not released yet."""

    starting_values = BookletForm.starting_values | {"version": "released"}
    version = forms.ChoiceField(
        choices=[("released", "As it was released last"), ("draft", "As it stands now, marked as a draft")],
        widget=forms.RadioSelect,
        label="Which agenda",
    )
    field_order = ["version", *BookletForm.field_order]
