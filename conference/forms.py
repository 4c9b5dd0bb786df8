"""Forms of a conference, its organizers, rooms and team. They clean; the actions write."""

import re
from itertools import count
from zoneinfo import ZoneInfo

from crispy_forms.layout import Div, Fieldset
from django import forms
from django.core.validators import MaxValueValidator
from django.utils.html import format_html
from django.utils.text import slugify

from conference.choices import ROLES_IN_WORDS, OrganizerRole
from conference.models import Conference, Series, TeamMember
from lib import states, zones
from lib.forms import filter_helper, page_helper
from lib.meanwhile import Remembers
from lib.written import LANGUAGES

MOST = 1_000_000  # of places, and as a number within a series: every database's integers hold more
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
MINUTE = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
WIDE = forms.TextInput(attrs={"class": "form-control-wide"})
SHORT_TITLE = "As it stands at the top of pages and in the subjects of messages, such as “Wiesbaden Conference 2027”."
HINTS = {
    "registration_opens_at": "In the conference’s time zone.",
    "registration_closes_at": "In the conference’s time zone. Empty: registration closes when the conference begins.",
}


SECTIONS = [
    ("The conference", "title", "short_title", "slug", "series_name", "ordinal", "summary"),
    ("Date", "starts_on", "ends_on", "time_zone"),
    ("Place", "is_online", "venue_name", "address", "city", "country"),
    ("Registration", "capacity", "is_moderated", "registration_opens_at", "registration_closes_at"),
    ("Messages and contact", "default_language", "contact_name", "contact_email"),
    ("Information notes", "disclaimer"),
]
BEGINNING = [
    ("", "title", "short_title"),
    ("Date", "starts_on", "ends_on"),
    ("Place", "is_online", "city", "country", "time_zone"),
]


def _section(heading, *fields):
    return (
        Fieldset(heading, *fields, css_class="form-section form-pairs")
        if heading
        else Div(*fields, css_class="form-pairs")
    )


class ConferenceForm(Remembers, forms.ModelForm):
    """The details of a conference. Times are typed and shown in the conference's own zone."""

    time_zone = forms.ChoiceField(label="Time zone", help_text="All times of the conference are shown in this zone.")
    country = forms.ChoiceField(label="Country", required=False)
    series_name = forms.CharField(
        label="Series", required=False, max_length=200, help_text="The name of the conferences that this one follows."
    )

    class Meta:
        model = Conference
        fields = [
            "title",
            "short_title",
            "slug",
            "ordinal",
            "summary",
            "starts_on",
            "ends_on",
            "time_zone",
            "is_online",
            "venue_name",
            "address",
            "city",
            "country",
            "capacity",
            "is_moderated",
            "registration_opens_at",
            "registration_closes_at",
            "contact_name",
            "contact_email",
            "default_language",
            "disclaimer",
        ]
        widgets = {
            "title": WIDE,
            "starts_on": DAY,
            "ends_on": DAY,
            "registration_opens_at": MINUTE,
            "registration_closes_at": MINUTE,
            "summary": forms.Textarea(attrs={"rows": 4}),
            "disclaimer": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = {"short_title": SHORT_TITLE}
        labels = {"slug": "Web address", "address": "Street and number", "contact_email": "Contact e-mail"}

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.cancel = cancel
        self.fields["time_zone"].choices = zones.choices_with(self.instance.time_zone)
        self.fields["country"].choices = [("", "Choose a country"), *states.choices()]
        if self.instance.series_id:
            self.initial["series_name"] = self.instance.series.name
        for name in ("capacity", "ordinal"):
            self.fields[name].validators.append(MaxValueValidator(MOST))
        self.fields["default_language"] = forms.ChoiceField(
            label="Language of messages",
            choices=LANGUAGES,
            initial="en",
            required=False,
            help_text="For those who have not chosen a language of their own.",
        )
        self.fields["slug"].required = False
        self.fields["slug"].help_text = "Letters, digits and hyphens; left empty, it is made from the short title."
        for name in ("registration_opens_at", "registration_closes_at"):
            self.fields[name] = forms.DateTimeField(
                label=self.fields[name].label, required=False, widget=MINUTE, help_text=HINTS[name]
            )
            if self.instance.pk and (value := getattr(self.instance, name)):
                self.initial[name] = value.astimezone(self.instance.zone).replace(tzinfo=None)
        self.order_fields(field for _, *fields in SECTIONS for field in fields)
        self.meet()

    @property
    def helper(self):
        return page_helper("Save", *(_section(*section) for section in SECTIONS), cancel=self.cancel)

    def clean_default_language(self):
        return self.cleaned_data["default_language"] or self.instance.default_language

    def clean_slug(self):
        slug = self.cleaned_data["slug"] or slugify(self.cleaned_data.get("short_title", ""))[:80]
        if not slug:
            if "short_title" in self.errors:
                return slug  # the short title, which is missing, would have given one
            raise forms.ValidationError("Enter a web address: letters, digits and hyphens.")
        if Conference.objects.filter(slug=slug).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Another conference has this web address. Choose a different one.")
        return slug

    def clean(self):
        cleaned = super().clean()
        zone = cleaned.get("time_zone")
        for name in ("registration_opens_at", "registration_closes_at"):
            if zone and (value := cleaned.get(name)):
                cleaned[name] = value.replace(tzinfo=ZoneInfo(zone))
        opens, closes = cleaned.get("registration_opens_at"), cleaned.get("registration_closes_at")
        if opens and closes and closes <= opens:
            self.add_error("registration_closes_at", "Registration must close after it opens.")
        if other := self._with_the_same_number(cleaned):
            self.add_error("ordinal", f"{other} has this number in the series. Choose another one, or leave it empty.")
        return cleaned

    def _with_the_same_number(self, cleaned):
        series, ordinal = Series.objects.named(cleaned.get("series_name", "")), cleaned.get("ordinal")
        if series is None or ordinal is None:
            return None
        return series.conferences.filter(ordinal=ordinal).exclude(pk=self.instance.pk).first()


def _free_slug(short_title):
    """Return a web address made from a short title that no conference has."""
    stem = slugify(short_title)[:70] or "conference"
    taken = set(Conference.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for number in count(1) if (slug := f"{stem}-{number}" if number > 1 else stem) not in taken)


class NewConferenceForm(forms.ModelForm):
    """What a conference begins with; everything else is settled in its details.

    The web address is made from the short title, and the time zone is the country's unless another one is chosen.
    """

    country = forms.ChoiceField(label="Country", required=False)
    time_zone = forms.ChoiceField(
        label="Time zone", required=False, help_text="All times of the conference are shown in this zone."
    )

    class Meta:
        model = Conference
        fields = ["title", "short_title", "starts_on", "ends_on", "is_online", "city", "country", "time_zone"]
        widgets = {"title": WIDE, "starts_on": DAY, "ends_on": DAY}
        help_texts = {"short_title": SHORT_TITLE}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", "Choose a country"), *states.choices()]
        self.fields["time_zone"].choices = [("", "The country’s own"), *zones.choices()]
        self.helper = page_helper("Create conference", *(_section(*section) for section in BEGINNING), cancel="/")

    def clean(self):
        cleaned = super().clean()
        country, starts_on = cleaned.get("country"), cleaned.get("starts_on")
        if starts_on and not cleaned.get("time_zone"):
            zone = zones.of_country(country, starts_on.year) if country else ""
            if zone:
                cleaned["time_zone"] = zone
            elif country:
                self.add_error("time_zone", f"Choose a time zone: {states.name(country)} has several.")
            else:
                self.add_error("time_zone", "Choose a country or a time zone.")
        cleaned["slug"] = _free_slug(cleaned.get("short_title", ""))
        return cleaned


class CloneForm(forms.ModelForm):
    """What is new about next year's conference."""

    class Meta:
        model = Conference
        fields = ["title", "short_title", "slug", "starts_on", "ends_on"]
        labels = {"slug": "Web address"}
        widgets = {"title": WIDE, "starts_on": DAY, "ends_on": DAY}

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = "Letters, digits and hyphens; left empty, it is made from the short title."
        self.helper = page_helper("Create conference", _section("", *self.fields), cancel=cancel)

    def clean_slug(self):
        return self.cleaned_data["slug"] or _free_slug(self.cleaned_data.get("short_title", ""))


class CancelForm(forms.Form):
    """Why a conference is called off."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the history; readers of the public page see only that the conference is cancelled.",
        error_messages={"required": "Enter the reason, so that colleagues understand it later."},
    )

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper("Cancel the conference", cancel=cancel, is_destructive=True)


class OrganizersForm(Remembers, forms.Form):
    """The organizers, one line each: “host: Government of Mexico”. Their order is the order in the sentence."""

    organizers = forms.CharField(
        label="Organizers",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="One a line, as “role: name”. Roles: host, together with, with support from, in cooperation with. "
        "The name as it reads in a sentence: “the UN Office for Disarmament Affairs (UNODA)”.",
    )
    ROLES = {
        "host": OrganizerRole.HOST,
        "together with": OrganizerRole.CO_ORGANIZER,
        "with support from": OrganizerRole.SUPPORT,
        "in cooperation with": OrganizerRole.COOPERATION,
    }

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper("Save organizers", cancel=cancel)
        self.meet()

    @classmethod
    def lines(cls, organizers) -> str:
        """Write organizers as the form takes them."""
        words = {role: word for word, role in cls.ROLES.items()}
        return "\n".join(f"{words[each.role]}: {each.name}" for each in organizers)

    def clean_organizers(self):
        found = []
        for number, line in enumerate(self.cleaned_data["organizers"].splitlines(), 1):
            if not line.strip():
                continue
            word, colon, name = line.partition(":")
            role = self.ROLES.get(re.sub(r"\s+", " ", word.strip().lower()))
            if not colon or role is None or not name.strip():
                roles = ", ".join(self.ROLES)
                raise forms.ValidationError(
                    f"Line {number} (“{line.strip()}”): write a role ({roles}), a colon, a name."
                )
            if len(name.strip()) > 300:
                raise forms.ValidationError(f"Line {number}: the name is longer than 300 characters.")
            found.append({"name": name.strip(), "role": role})
        return found


class RoomForm(Remembers, forms.Form):
    """A room."""

    name = forms.CharField(label="Name", max_length=100)
    seat_count = forms.IntegerField(label="Seats", required=False, min_value=1, max_value=100_000)

    def __init__(self, *args, submit="Add room", cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper(submit, cancel=cancel)
        self.meet()


# A role beside what it may do, as the two stand in one line.
ROLES = [
    (role, format_html('{}<span class="choice-note">{}</span>', role.label, words))
    for role, words in ROLES_IN_WORDS.items()
]


class MemberForm(forms.Form):
    """A colleague who joins the team."""

    name = forms.CharField(label="Name", max_length=200)
    email = forms.EmailField(label="E-mail address", help_text="The colleague signs in with it.")
    role = forms.ChoiceField(label="Role", choices=ROLES, widget=forms.RadioSelect)

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = page_helper("Add to the team", cancel=cancel)


class RoleForm(forms.ModelForm):
    """Another role for a member."""

    class Meta:
        model = TeamMember
        fields = ["role"]
        widgets = {"role": forms.RadioSelect}

    def __init__(self, *args, cancel="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = ROLES
        self.helper = page_helper("Change role", cancel=cancel)


class HistorySearchForm(forms.Form):
    """Narrow the history by words, by person and by day."""

    q = forms.CharField(required=False, label="Words")
    who = forms.CharField(required=False, label="Who")
    since = forms.DateField(required=False, label="Since", widget=DAY)

    def __init__(self, *args, action="", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = filter_helper(action, refreshes="#history")

    def apply(self, entries, zone):
        """Narrow entries by what was asked for; days are days in the conference's zone."""
        if not self.is_valid():
            return entries
        for word in self.cleaned_data["q"].split():
            entries = entries.mentioning(word)
        if who := self.cleaned_data["who"].strip():
            entries = entries.filter(actor_label__icontains=who)
        if since := self.cleaned_data["since"]:
            entries = entries.since(since, zone)
        return entries
