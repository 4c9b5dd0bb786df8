"""Two entries of one person, merged field by field."""

from django import forms

from lib import states
from lib.forms import page_helper
from lib.written import LANGUAGES
from participants.details import DETAILS
from participants.models import Participant
from participants.questions import answers_by

LABELS = {
    "job_title": "Position",
    "name_order": "Order of the name",
    "phone": "Telephone",
    "language": "Language of our messages",
}
LEFT_ALONE = {"delegation_position"}
FIRST, SECOND = "first", "second"
ANSWER = "answer-"
PHOTO = "photo"


class MergeForm(forms.Form):
    """What differs between two entries, each to be chosen; what is the same, or said by only one, needs no choice.

    Answers are shown to a `role` of the team that may read them.
    """

    def __init__(self, *args, first, second, cancel, role=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.first, self.second, self.cancel = first, second, cancel
        self.settled = {}
        for name in DETAILS:
            one, two = getattr(first, name), getattr(second, name)
            if name in LEFT_ALONE or one == two:
                continue
            if name != "is_listed" and not (one and two):
                self.settled[name] = one or two
                continue
            self.fields[name] = forms.ChoiceField(
                label=label_of(name),
                choices=[(FIRST, shown(first, name)), (SECOND, shown(second, name))],
                initial=FIRST,
                widget=forms.RadioSelect,
            )
        self._ask_for_photo()
        self._ask_for_answers(role)

    def _ask_for_photo(self):
        """Let the reader choose where both have a photo; the newer one is proposed."""
        one, two = (getattr(each, "photo", None) for each in (self.first, self.second))
        if one and two and one.cut and two.cut:
            self.fields[PHOTO] = forms.ChoiceField(
                label="Photo",
                choices=[(FIRST, "That of the first entry"), (SECOND, "That of the second entry")],
                initial=SECOND if two.uploaded_at > one.uploaded_at else FIRST,
                widget=forms.RadioSelect,
            )

    def _ask_for_answers(self, role):
        """Let the reader choose where both have answered a question, and not the same; the newer answer is proposed."""
        own, others = answers_by(self.first), answers_by(self.second)
        for pk, one in own.items():
            other = others.get(pk)
            if other is None or other.text == one.text or not one.question.is_shown_to(role):
                continue
            self.fields[f"{ANSWER}{pk}"] = forms.ChoiceField(
                label=one.question.label,
                choices=[(FIRST, one.text or "–"), (SECOND, other.text or "–")],
                initial=SECOND if other.answered_at > one.answered_at else FIRST,
                widget=forms.RadioSelect,
            )

    @property
    def helper(self):
        helper = page_helper("Merge the two", cancel=self.cancel)
        helper.cancel_label = "Go back"
        return helper

    @property
    def chosen(self) -> dict:
        """What the merge is told: the values of details, and whose answers and photo stay."""
        owners = {FIRST: self.first.pk, SECOND: self.second.pk}
        photo = owners.get(self.cleaned_data.get(PHOTO))
        return {"values": self.values, "answers": self.answers, "photo": photo}

    @property
    def values(self) -> dict:
        """The values that the merged entry gets, apart from those that both have."""
        owners = {FIRST: self.first, SECOND: self.second}
        return self.settled | {
            name: getattr(owners[owner], name)
            for name, owner in self.cleaned_data.items()
            if name != PHOTO and not name.startswith(ANSWER)
        }

    @property
    def answers(self) -> dict[int, int]:
        """Whose answer stays: the person's id for the id of each question where the two differ."""
        owners = {FIRST: self.first.pk, SECOND: self.second.pk}
        chosen = [(name, owner) for name, owner in self.cleaned_data.items() if name.startswith(ANSWER)]
        return {int(name.removeprefix(ANSWER)): owners[owner] for name, owner in chosen}


def rows(first, second) -> list[tuple[str, str, str]]:
    """Return (label, first, second) of all details that one of the two has, as people read them."""
    found = [(label_of(name), shown(first, name), shown(second, name)) for name in DETAILS if name not in LEFT_ALONE]
    return [row for row in found if row[1] != "–" or row[2] != "–"]


def label_of(name: str) -> str:
    """Return what a detail is called."""
    label = LABELS.get(name) or str(Participant._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def shown(participant, name: str) -> str:
    """Return a detail as people read it."""
    value = getattr(participant, name)
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if not value:
        return "–"
    if name == "country":
        return states.name(value)
    if name == "language":
        return dict(LANGUAGES).get(value, value)
    if name == "phone":
        return value.as_international
    if name == "organisation":
        return value.official_name
    display = getattr(participant, f"get_{name}_display", None)
    return str(display() if display else value)
