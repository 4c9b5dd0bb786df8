"""Questions as fields: those of organisers who ask them, and those of participants who answer."""

from crispy_forms.layout import Fieldset
from django import forms

from conference.choices import TeamRole
from lib import uploads
from participants.choices import QuestionKind, Sector

SPARE_CHOICES = 4
MOST_CHOICES = 60
YES_OR_NO = [("yes", "Yes"), ("no", "No")]


class QuestionForm(forms.Form):
    """A question with its choices; a choice whose field is emptied goes."""

    label = forms.CharField(label="Question", max_length=300, error_messages={"required": "Enter the question."})
    help_text = forms.CharField(
        label="Hint", max_length=500, required=False, help_text="One sentence under the question."
    )
    kind = forms.ChoiceField(label="How it is answered", choices=QuestionKind)
    is_required = forms.BooleanField(label="It has to be answered", required=False)
    due_on = forms.DateField(
        label="Answer due on",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Until this day the answer may be left for later. Empty: it is needed at once.",
    )
    sectors = forms.MultipleChoiceField(
        label="Whom it is asked",
        choices=Sector,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only people of these sectors. None ticked: everybody.",
    )
    is_after_confirmation = forms.BooleanField(
        label="Ask only once the registration is confirmed",
        required=False,
        help_text="For what is not needed before, such as passport and travel.",
    )
    roles = forms.MultipleChoiceField(
        label="Who reads the answers, beside the organisers",
        choices=[(role.value, role.label) for role in TeamRole if role != TeamRole.ORGANISER],
        initial=[TeamRole.DESK.value],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args, question=None, choices=(), cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.question, self.cancel = question, cancel
        self.known = list(choices)
        self.row_count = min(max(len(self.known) + SPARE_CHOICES, 6), MOST_CHOICES)
        for number in range(self.row_count):
            known = self.known[number] if number < len(self.known) else None
            self.fields[f"choice-{number}"] = forms.CharField(
                label=f"Choice {number + 1}", max_length=200, required=False, initial=known.label if known else ""
            )
            self.fields[f"places-{number}"] = forms.IntegerField(
                label=f"Places {number + 1}",
                required=False,
                min_value=1,
                max_value=100_000,
                initial=known.place_limit if known else None,
            )

    @property
    def choice_fields(self):
        """The bound fields of each choice: its words and its places."""
        return [(self[f"choice-{number}"], self[f"places-{number}"]) for number in range(self.row_count)]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("kind") in {QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES}:
            labels = [choice["label"].casefold() for choice in self.choices]
            if len(labels) < 2:
                self.add_error("choice-0", "Enter at least two choices.")
            elif len(set(labels)) < len(labels):
                self.add_error("choice-0", "Two choices read the same.")
        if cleaned.get("due_on") and not cleaned.get("is_required"):
            self.add_error("is_required", "A day on which the answer is due needs “It has to be answered”.")
        return cleaned

    @property
    def choices(self) -> list[dict]:
        """The choices as the action takes them: with the id of the one that is kept, if it is one."""
        rows = []
        for number in range(self.row_count):
            label = " ".join(self.cleaned_data.get(f"choice-{number}", "").split())
            if label:
                pk = self.known[number].pk if number < len(self.known) else None
                rows.append({"pk": pk, "label": label, "place_limit": self.cleaned_data.get(f"places-{number}")})
        return rows

    @property
    def details(self) -> dict:
        """What the action is given."""
        given = {name: self.cleaned_data[name] for name in QuestionForm.base_fields}
        has_choices = given["kind"] in {QuestionKind.ONE_CHOICE, QuestionKind.SEVERAL_CHOICES}
        return given | {"choices": self.choices if has_choices else []}


def initial_of(question) -> dict:
    """Return what the form shows at first."""
    return {name: getattr(question, name) for name in QuestionForm.base_fields}


class QuestionFields(forms.Form):
    """A form that asks the conference's own questions after its other fields.

    `questions` carry their choices; `answered` are the answers so far by question id, `taken` counts the places of
    choices that others hold, `day` is today, by which what is due is needed. With `is_lenient`, nothing is.
    """

    def __init__(self, *args, questions=(), answered=None, taken=None, day=None, is_lenient=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        for question in self.questions:
            answer = (answered or {}).get(question.pk)
            is_needed = not is_lenient and day is not None and question.is_needed(day)
            self.fields[name_of(question)] = field_for(question, answer, taken or {}, is_needed=is_needed)

    @property
    def question_names(self) -> list[str]:
        """The names of the fields that are questions."""
        return [name_of(question) for question in self.questions]

    @property
    def question_fields(self):
        """The bound fields that are questions."""
        return [self[name] for name in self.question_names]

    @property
    def answers(self) -> dict:
        """What was answered, by question id, as actions.questions.keep_answers takes it."""
        return {question.pk: self.cleaned_data.get(name_of(question)) for question in self.questions}

    def question_fieldset(self):
        """Return the questions as a group of a form's layout."""
        return [Fieldset("Questions of the conference", *self.question_names, css_class="form-section")] * bool(
            self.questions
        )


def name_of(question) -> str:
    """Return the name of a question's field."""
    return f"question-{question.pk}"


def field_for(question, answer, taken, *, is_needed: bool) -> forms.Field:
    """Return the field by which a question is answered."""
    given = {"label": question.label, "help_text": _help(question), "required": is_needed}
    text = answer.text if answer else ""
    match question.kind:
        case QuestionKind.ONE_CHOICE | QuestionKind.SEVERAL_CHOICES:
            return _choices(question, answer, taken, given)
        case QuestionKind.YES_NO:
            return forms.ChoiceField(**given, initial=text, choices=YES_OR_NO, widget=forms.RadioSelect)
        case QuestionKind.LONG_TEXT:
            return forms.CharField(**given, initial=text, max_length=5000, widget=forms.Textarea({"rows": 4}))
        case QuestionKind.DATE:
            return forms.DateField(**given, initial=text, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
        case QuestionKind.NUMBER:
            return forms.DecimalField(**given, initial=text, max_digits=15, decimal_places=4)
        case QuestionKind.FILE:
            return DocumentField(answer=answer, **given)
    return forms.CharField(**given, initial=text, max_length=500)


class DocumentField(forms.FileField):
    """A PDF or a picture, known by its content; one that was sent before stays until another takes its place."""

    def __init__(self, *, answer, required, help_text, **kwargs):
        has_one = bool(answer and answer.file)
        hint = "A file is here already; another takes its place." if has_one else "PDF, JPEG or PNG, at most 10 MB."
        super().__init__(
            required=required and not has_one,
            allow_empty_file=True,
            help_text=" ".join(part for part in (help_text, hint) if part),
            widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
            **kwargs,
        )

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        return uploads.document(file) if file else None


def _choices(question, answer, taken, given):
    own = {choice.pk for choice in answer.choices.all()} if answer else set()
    offered, full = [], []
    for choice in question.choices.all():
        left = None if choice.place_limit is None else choice.place_limit - taken.get(choice.pk, 0)
        is_open = choice.retired_at is None and (left is None or left > 0)
        if is_open or choice.pk in own:
            offered.append((str(choice.pk), _with_places(choice, left)))
        elif choice.retired_at is None:
            full.append(f"“{choice}”")
    if full:
        sentence = f"No place is left for {' or '.join(full)}."
        given = given | {"help_text": f"{given['help_text']} {sentence}".strip()}
        given["error_messages"] = {"invalid_choice": f"{sentence} Choose another answer to “{question}”."}
    initial = [str(pk) for pk in own]
    if question.kind == QuestionKind.SEVERAL_CHOICES:
        return forms.MultipleChoiceField(**given, choices=offered, initial=initial, widget=forms.CheckboxSelectMultiple)
    if not given["required"]:
        offered = [("", "No answer"), *offered]
    return forms.ChoiceField(**given, choices=offered, initial=initial[0] if initial else "", widget=forms.RadioSelect)


def _with_places(choice, left) -> str:
    if left is None:
        return choice.label
    return f"{choice.label} ({max(left, 0)} place{'' if left == 1 else 's'} left)"


def _help(question) -> str:
    due = f"Needed by {question.due_on.day} {question.due_on:%B %Y}." if question.due_on else ""
    return " ".join(part for part in (question.help_text, due) if part)
