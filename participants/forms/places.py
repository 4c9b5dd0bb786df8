"""Forms about places: how many there are, who comes instead."""

from crispy_forms.layout import Fieldset
from django import forms

from lib.forms import page_helper
from lib.meanwhile import Remembers
from participants.choices import Sector
from participants.forms.people import AddressField, NameFields

MOST_PLACES = 1_000_000


class PlacesForm(Remembers):
    """How many places there are, in all and per sector, and what becomes of one that is free again."""

    capacity = forms.IntegerField(
        label="Places in all", required=False, min_value=0, max_value=MOST_PLACES, help_text="Empty: no limit."
    )
    is_offered = forms.TypedChoiceField(
        label="A place that becomes free",
        choices=[("no", "is given to the first in line"), ("yes", "is offered to the first in line, who may take it")],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    offer_days = forms.IntegerField(
        label="Days to take an offered place",
        min_value=1,
        max_value=60,
        help_text="Then the next in line gets the offer.",
    )

    def __init__(self, *args, cancel, taken, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        for sector, label in Sector.choices:
            self.fields[f"sector_{sector}"] = forms.IntegerField(
                label=label,
                required=False,
                min_value=0,
                max_value=MOST_PLACES,
                help_text=f"{taken.get(sector, 0)} taken.",
            )
        self.meet()

    @property
    def helper(self):
        sectors = [f"sector_{sector}" for sector in Sector.values]
        return page_helper(
            "Save",
            Fieldset("The conference", "capacity", css_class="form-section"),
            Fieldset("Waiting list", "is_offered", "offer_days", css_class="form-section"),
            Fieldset("At most per sector (empty: no limit)", *sectors, css_class="form-section form-grid"),
            cancel=self.cancel,
        )

    @property
    def settled(self) -> dict:
        """What the action is given."""
        given = {name: self.cleaned_data[name] for name in ("capacity", "is_offered", "offer_days")}
        limits = {sector: self.cleaned_data[f"sector_{sector}"] for sector in Sector.values}
        return given | {"limits": {sector: limit for sector, limit in limits.items() if limit is not None}}


class SubstituteForm(AddressField, NameFields):
    """Who comes in a participant's place."""

    def __init__(self, *args, cancel, **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel

    @property
    def helper(self):
        return page_helper("Substitute", cancel=self.cancel)
