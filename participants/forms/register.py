"""The steps of a public registration: one topic per page."""

from functools import partial

from django import forms

from lib.forms import page_helper
from participants import consents, queries, questions, rules
from participants.choices import PhotoRule, QuestionKind
from participants.forms.people import NameFields, RepresentedFields, StayFields
from participants.forms.questions import QuestionFields

ORDER = ["person", "organisation", "stay"]


class _Step(forms.Form):
    """One page of the registration."""

    title = ""

    @property
    def helper(self):
        return page_helper("Continue")


class PersonStep(NameFields, _Step):
    """Who you are."""

    title = "Who you are"

    email = forms.EmailField(
        label="E-mail address",
        help_text="We write to this address about your registration, and nothing else.",
        error_messages={
            "required": "Enter your e-mail address.",
            "invalid": "Enter an address such as name@example.org.",
        },
        widget=forms.EmailInput({"autocomplete": "email"}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["family_name"].error_messages["required"] = "Enter your family name."
        self.fields["family_name"].help_text = "If you have only one name, enter it here."


class OrganisationStep(RepresentedFields, _Step):
    """Whom you represent."""

    title = "Whom you represent"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].required = True


class StayStep(StayFields, _Step):
    """Your stay and needs."""

    title = "Your stay and needs"

    field_order = ["phone", "needs", "is_listed", "language", "gender"]


class QuestionsStep(QuestionFields, _Step):
    """What the organisers of this conference ask beside."""

    title = "Questions of the organisers"


class PhotoStep(_Step):
    """A photo, which has pages of its own (views.photos)."""

    title = "Your photo"


STEPS = {
    "person": PersonStep,
    "organisation": OrganisationStep,
    "stay": StayStep,
    "questions": QuestionsStep,
    "photo": PhotoStep,
}


def asked(draft) -> list:
    """Return the conference's own questions that this person answers while registering."""
    return [each for each in _questions(draft) if each.kind != QuestionKind.FILE and not each.is_after_confirmation]


def asked_later(draft) -> list:
    """Return the questions that are answered with files, on the own page once the registration is sent."""
    return [each for each in _questions(draft) if each.kind == QuestionKind.FILE and not each.is_after_confirmation]


def needed_later(draft, *, is_confirmed: bool) -> list[str]:
    """Return the questions that have to be answered on the own page, once the registration is sent or confirmed."""
    later = [each for each in _questions(draft) if each.is_after_confirmation] if is_confirmed else []
    return [each.label for each in [*asked_later(draft), *later] if each.is_required]


def _questions(draft) -> list:
    """Return what is asked of this person, once confirmed too; remembered with the answers that it was found for."""
    step = draft.answers.get("organisation")
    if step is None:
        return []
    known, found = draft.__dict__.get("_asked", (None, []))
    if known != step:
        organisation = _represented(draft, step["organisation"])
        sector = organisation.sector if organisation else step["sector"]
        found = questions.to_ask(draft.conference, sector, is_confirmed=True)
        draft.__dict__["_asked"] = (step, found)
    return found


def _represented(draft, name):
    """Return the organisation of this name in the dictionary, or None; looked for once while the name is the same."""
    known, found = draft.__dict__.get("_represented", (None, None))
    if known != name:
        found = queries.organisation_named(name)
        draft.__dict__["_represented"] = (name, found)
    return found


def order_of(draft, conference=None) -> list[str]:
    """Return the steps of this registration, in order; of one that is not begun yet, those that are known already."""
    has_photo = rules.photo_rule(draft.conference if draft else conference) != PhotoRule.NONE
    has_questions = draft is not None and bool(asked(draft))
    return [*ORDER, *["questions"] * has_questions, *["photo"] * has_photo]


def missing_step(draft) -> str | None:
    """Return the first step that is not answered yet, or None."""
    return next((step for step in order_of(draft) if step not in draft.answers), None)


def form_of(draft, step: str, day, data=None):
    """Return the form of one step, with what was answered before."""
    known = draft.answers.get(step, {}) if draft else {}
    if step == "stay":
        known = {"language": draft.answers["person"].get("language", "")} | known
    if step == "questions":
        ask = asked(draft)
        form = QuestionsStep(data, questions=ask, taken=questions.taken(ask), day=day)
        for name in form.fields:
            form.fields[name].initial = known.get(name, "")
        return form
    if step == "organisation":
        find = partial(_represented, draft) if draft else queries.organisation_named
        return OrganisationStep(data, initial=known, suggestions=queries.names_of_states, find=find)
    if step == "stay":
        return StayStep(data, initial=known, consent=consents.current(draft.conference))
    return STEPS[step](data, initial=known)


def typed(form) -> dict:
    """Return what was typed into a valid step, as it is kept until the registration is sent."""
    kept = {}
    for name in form.fields:
        value = form.cleaned_data[name]
        is_plain = isinstance(value, bool | list)
        kept[name] = value if is_plain else str("" if value is None else value)
    if kept.get("is_listed"):
        kept["consent_version"] = form.consent.version if form.initial.get("is_listed") else form.consent_version
    if "organisation" in form.fields:
        kept["organisation"] = form.data["organisation"].strip()
    return kept


def judged(draft, day) -> tuple[dict, dict]:
    """Return a participant's details and answers to questions, judged once more as all of them stand now.

    Raises UnansweredStep for the first step that does not hold any more.
    """
    details, answers = {}, {}
    for step in order_of(draft):
        if step == "photo":
            if rules.photo_rule(draft.conference) == PhotoRule.REQUIRED and not draft.answers[step]["is_given"]:
                raise UnansweredStep(step)
            continue
        form = form_of(draft, step, day, draft.answers[step])
        if not form.is_valid():
            raise UnansweredStep(step)
        if step == "questions":
            answers = form.answers
        else:
            details |= form.cleaned_data
    if details["is_listed"]:
        details["consent_version"] = draft.answers["stay"].get("consent_version")
    details.pop("sector")
    return details, answers


class UnansweredStep(Exception):  # noqa: N818 - it is no error of the programme
    """A step has to be looked at again; the text names it."""
