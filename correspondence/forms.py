"""Forms of correspondence."""

from crispy_forms.layout import Fieldset
from django import forms

from correspondence import audiences, kinds, wording
from correspondence.choices import ReminderAnchor
from correspondence.models import Mailing
from lib import uploads
from lib.forms import page_helper
from lib.meanwhile import Remembers
from lib.written import direction

LIST_OF_PLACEHOLDERS = (
    "Paragraphs, **bold**, *italic*, lists and links; the placeholders of the list stand in single braces."
)


class _TextForm(Remembers):
    """A subject and a text with placeholders, checked before anything is kept."""

    allowed = set(kinds.PLACEHOLDERS)
    required: tuple[str, ...] = ()

    subject = forms.CharField(max_length=200)
    text = forms.CharField(widget=forms.Textarea(attrs={"rows": 18}), help_text=LIST_OF_PLACEHOLDERS)

    def clean_subject(self):
        subject = " ".join(self.cleaned_data["subject"].split())
        if problems := wording.problems(subject, allowed=self.allowed - kinds.LINKS - kinds.BLOCKS):
            raise forms.ValidationError(problems)
        return subject

    def clean_text(self):
        text = self.cleaned_data["text"].replace("\r\n", "\n").strip() + "\n"
        if problems := wording.problems(text, required=self.required, allowed=self.allowed):
            raise forms.ValidationError(problems)
        return text


class WordingForm(_TextForm):
    """The conference's own text for a kind of message."""

    def __init__(self, data=None, *, kind, language="en", cancel, **kwargs):
        super().__init__(data, **kwargs)
        for name in ("subject", "text"):
            self.fields[name].widget.attrs |= {"lang": language, "dir": direction(language)}
        self.required, self.allowed = kind.required, set(kind.placeholders)
        self.helper = page_helper("Save the text", cancel=cancel)
        self.meet()


class MailingForm(_TextForm):
    """A mailing before it is sent."""

    allowed = set(kinds.PLACEHOLDERS) - kinds.BLOCKS
    audience = forms.ChoiceField(label="To", widget=forms.RadioSelect)
    is_optional = forms.BooleanField(
        label="People may unsubscribe",
        required=False,
        help_text="For reminders and announcements. Leave it out for what everyone has to know, such as a new venue.",
    )
    field_order = ["audience", "subject", "text", "is_optional"]

    def __init__(
        self, data=None, *, cancel, chosen="", mailing: Mailing | None = None, start_from: tuple[str, str] = ("", "")
    ):
        """Begin with a draft or a text; `chosen` names what was chosen on a list, where anything was."""
        initial = {"is_optional": True, "subject": start_from[0], "text": start_from[1]}
        if chosen:
            initial["audience"] = audiences.SELECTION
        if mailing:
            initial = {name: getattr(mailing, name) for name in self.field_order}
        super().__init__(data, initial=initial)
        selections = [(audiences.SELECTION, chosen)] if chosen else []
        self.fields["audience"].choices = [*selections, *audiences.choices()]
        self.helper = page_helper("Save and look at it", cancel=cancel)
        if mailing:
            self.meet()


class ReminderForm(forms.Form):
    """A mailing that sends itself."""

    audience = forms.ChoiceField(label="To", help_text="Who belongs to it on that day gets the message.")
    kind = forms.ChoiceField(label="Text", help_text="As it stands on that day; you can word it under Texts.")
    days = forms.IntegerField(label="Number of days", min_value=0, max_value=365)
    anchor = forms.ChoiceField(label="Counted from", choices=ReminderAnchor, widget=forms.RadioSelect)

    def __init__(self, data=None, *, cancel):
        super().__init__(data)
        everyone = audiences.EVERYONE  # whoever is in it has no reason in common to be reminded of something
        self.fields["audience"].choices = [each for each in audiences.choices() if each[0] != everyone]
        self.fields["kind"].choices = [(code, kinds.KINDS[code].label) for code in kinds.FOR_MAILINGS]
        self.helper = page_helper("Add the reminder", cancel=cancel)


class LetterheadForm(forms.Form):
    """How letters look and who signs them."""

    office = forms.CharField(
        label="Name of the office that writes",
        max_length=200,
        help_text="Such as: Secretariat of the Wiesbaden Conference. It stands at the head of every letter.",
        error_messages={"required": "Enter the name of the office."},
    )
    lines = forms.CharField(
        label="Lines below the name",
        max_length=400,
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text="Such as the ministry to which the office belongs.",
    )
    address = forms.CharField(
        label="Address, telephone and the like",
        max_length=600,
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text="Each line as it is printed, at the right of the head.",
    )
    logo = forms.FileField(
        label="Emblem or logo",
        required=False,
        help_text="PNG or JPEG, 10 MB at most. It is printed 22 mm high; 600 dots of height are plenty.",
    )
    forget_logo = forms.BooleanField(label="Print letters without the logo", required=False)
    place = forms.CharField(
        label="Place before the date", max_length=100, required=False, help_text="Such as: Geneva, 3 March 2030."
    )
    reference_prefix = forms.CharField(
        label="First part of references",
        max_length=30,
        required=False,
        help_text="MWC gives MWC/2030/014: the year, and the number of the letter. Empty: the initials of the conference.",
    )
    signatory_name = forms.CharField(label="Who signs", max_length=200, required=False)
    signatory_title = forms.CharField(label="In which function", max_length=200, required=False)
    signature = forms.FileField(
        label="Picture of the signature",
        required=False,
        help_text="On white or transparent ground. Without one, room is left to sign by hand.",
    )
    forget_signature = forms.BooleanField(label="Print letters without the signature", required=False)
    name_in_notes = forms.CharField(
        label="The office in notes verbales",
        max_length=200,
        required=False,
        help_text="With its article, as it “presents its compliments”: The Secretariat of the Wiesbaden Conference.",
    )
    has_visa_letters = forms.BooleanField(
        label="Invited and registered people may ask for a letter for a visa", required=False
    )
    has_passport = forms.BooleanField(
        label="The letter names the passport",
        required=False,
        help_text="They then give the name, number, nationality and date of birth of their passport. Only the desk reads "
        "them, and they are destroyed 30 days after the conference.",
    )

    def __init__(self, data=None, files=None, *, letterhead=None, cancel):
        initial = {"has_visa_letters": True}
        if letterhead:
            pictures = ("logo", "signature")
            names = [name for name in self.base_fields if hasattr(letterhead, name) and name not in pictures]
            initial = {name: getattr(letterhead, name) for name in names}
        super().__init__(data, files, initial=initial)
        for name in ("logo", "signature"):
            if not (letterhead and getattr(letterhead, name)):
                del self.fields[f"forget_{name}"]
        forget = [name for name in self.fields if name.startswith("forget_")]
        self.helper = page_helper(
            "Save the letterhead",
            Fieldset("Head", "office", "lines", "address", "logo", *forget[:1] if "forget_logo" in forget else [],
                     css_class="form-section"),
            Fieldset("Date and reference", "place", "reference_prefix", css_class="form-section"),
            Fieldset("Signature", "signatory_name", "signatory_title", "signature",
                     *["forget_signature"] if "forget_signature" in forget else [], css_class="form-section"),
            Fieldset("Notes verbales", "name_in_notes", css_class="form-section"),
            Fieldset("Letters for visas", "has_visa_letters", "has_passport", css_class="form-section"),
            cancel=cancel,
        )  # fmt: skip

    def clean_logo(self):
        return self._picture("logo")

    def clean_signature(self):
        return self._picture("signature")

    @property
    def details(self) -> dict:
        """What the letterhead's action is given."""
        given = dict(self.cleaned_data)
        forget = [name for name in ("logo", "signature") if given.pop(f"forget_{name}", False)]
        return given | {"forget": forget}

    def _picture(self, name):
        upload = self.files.get(name)
        if not upload:
            return None
        if upload.size > uploads.MOST_BYTES:
            raise forms.ValidationError("The file is larger than 10 MB. Choose a smaller one.")
        try:
            return uploads.print_picture(upload.read())
        except uploads.NoPictureError:
            raise forms.ValidationError("The file is neither a JPEG nor a PNG picture.") from None
