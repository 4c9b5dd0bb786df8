"""The style guide: every token and component in real use, at /styleguide/ while DEBUG is on."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import django_tables2 as tables
from crispy_forms.layout import Fieldset
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.shortcuts import render

from lib.forms import filter_helper, page_helper
from lib.tables import DrawnTable, badge

COLOURS = [
    ("blue", [50, 100, 200, 400, 600, 700, 800, 900]),
    ("grey", [25, 50, 100, 200, 300, 400, 500, 600, 700, 900]),
    ("green", [100, 300, 700]),
    ("amber", [100, 300, 700]),
    ("red", [100, 300, 600, 700]),
]
PEOPLE = [
    ("Elena Núñez de la Cruz", "Ministry of Foreign Affairs", "Mexico", "Confirmed", 3),
    ("Iain McDonald", "Compliance International", "United Kingdom", "Waiting list", 12),
    ("أمل منصور", "UN Office for Disarmament Affairs", "—", "Pending", 1),
    ("李小龍", "Institute for Export Control", "China", "Rejected", 40),
    ("Suharto", "Ministry of Trade", "Indonesia", "Cancelled", 128),
]
STATUS_CODES = {"Waiting list": "waitlisted"}


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Full name", help_text="As it should stand on the badge.")
    email = forms.EmailField(label="E-mail address")
    sector = forms.ChoiceField(label="Sector", choices=[("", "Choose"), ("gov", "Government"), ("ind", "Industry")])
    attendance = forms.ChoiceField(
        label="How will you take part?",
        choices=[("room", "In the room"), ("online", "Online")],
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label="Which languages do you work in?",
        choices=[("en", "English"), ("es", "Spanish"), ("ar", "Arabic")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Choose all that apply.",
    )
    arrives_on = forms.DateField(
        label="Day of arrival", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    needs = forms.CharField(
        label="What should we know to make your stay easy?", required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    document = forms.FileField(label="Letter of nomination", required=False, help_text="A PDF of up to 5 MB.")
    is_listed = forms.BooleanField(label="My name may stand in the list of participants", required=False)

    @property
    def helper(self):
        return page_helper(
            "Save registration",
            Fieldset("The person", "name", "email", "sector", css_class="form-section form-pairs"),
            Fieldset("The stay", "attendance", "languages", "arrives_on", "needs", css_class="form-section"),
            "document",
            "is_listed",
            cancel="#forms",
        )


class ExampleFilter(forms.Form):
    """A search, a choice, a button."""

    q = forms.CharField(label="Name or organisation", required=False)
    status = forms.ChoiceField(
        label="Status", required=False, choices=[("", "All"), ("confirmed", "Confirmed"), ("pending", "Pending")]
    )
    sector = forms.ChoiceField(
        label="Sector", required=False, choices=[("", "All"), ("gov", "Government"), ("ind", "Industry")]
    )

    @property
    def helper(self):
        return filter_helper("/styleguide/")


class ExampleTable(DrawnTable):
    """People and a number."""

    name = tables.Column(verbose_name="Name")
    organisation = tables.Column(verbose_name="Organisation")
    status = tables.Column()
    days = tables.Column(
        verbose_name="Days waiting", attrs={"th": {"class": "number"}, "td": {"class": "number"}}, orderable=False
    )
    caption = "Registrations, newest first"
    row_header = "name"

    def render_status(self, record):
        return badge(record.status, record.code)


class ExampleConference(SimpleNamespace):
    """What the mastheads ask of a conference."""

    def __str__(self):
        return self.short_title


def _rows():
    for name, organisation, country, status, days in PEOPLE:
        code = STATUS_CODES.get(status, status.lower())
        yield SimpleNamespace(name=name, organisation=f"{organisation}, {country}", status=status, code=code, days=days)


def _history():
    """Two entries as conference.audit puts them into words."""
    changed = SimpleNamespace(
        actor_label="Olga Organiser", subject_label="Elena Núñez de la Cruz", reason="", before=True,
        at=datetime(2017, 6, 7, 21, 4, tzinfo=UTC),
    )  # fmt: skip
    cancelled = SimpleNamespace(
        actor_label="Suharto, by personal link", subject_label="Suharto", reason="I cannot travel.", before=True,
        at=datetime(2017, 6, 6, 15, 30, tzinfo=UTC),
    )  # fmt: skip
    changes = [("job title", "Deputy Head", "Head of Division"), ("phone", "–", "+52 55 3686 5100")]
    return [
        SimpleNamespace(entry=changed, sentence="changed the details of", changes=changes),
        SimpleNamespace(entry=cancelled, sentence="cancelled the registration of", changes=[]),
    ]


def _context(request):
    conference = ExampleConference(
        title="UN Security Council Resolution 1540 Regional Industry Outreach Conference (Mexico-Wiesbaden Conference) "
        "for the Pacific Alliance States and Brazil",
        short_title="Mexico-Wiesbaden Conference",
        slug="mexico-wiesbaden-2017",
        starts_on=date(2017, 6, 8),
        ends_on=date(2017, 6, 9),
        city="Mexico City",
        contact_email="conference@example.org",
        get_absolute_url="/c/mexico-wiesbaden-2017/",
    )
    refused = ExampleForm({"email": "elena.nunez"}, prefix="refused") if "refused" in request.GET else None
    table = ExampleTable(list(_rows()), order_by=request.GET.get("sort", "name"), request=request)
    table.paginate(page=1, per_page=25)
    return {
        "conference": conference,
        "colours": COLOURS,
        "form": refused,
        "example": refused or ExampleForm(),
        "filters": ExampleFilter(request.GET),
        "table": table,
        "page": Paginator(range(1234), 50).get_page(request.GET.get("page", 7)),
        "first": date(2017, 6, 30),
        "last": date(2017, 7, 2),
        "lines": _history(),
        "rows": [
            {"label": "Name", "value": "Elena Núñez de la Cruz", "url": "#lists"},
            {"label": "Organisation", "value": "Ministry of Foreign Affairs\nMexico", "url": "#lists"},
            {"label": "Dietary needs", "value": "", "url": "#lists", "action": "Add"},
        ],
        "crumbs": [("Registrations", "#"), ("Elena Núñez de la Cruz", "")],
        "tabs": [
            {"label": "All", "url": "#tabs", "is_current": True, "count": 38},
            {"label": "Confirmed", "url": "#confirmed", "is_current": False, "count": 31},
            {"label": "Waiting list", "url": "#waiting", "is_current": False, "count": 7},
        ],
        "desk_navigation": [
            (label, f"#{label.lower()}", label == "Registrations")
            for label in [
                "Overview",
                "Registrations",
                "Invitations",
                "Messages",
                "Agenda",
                "Notes",
                "Team",
                "History",
            ]
        ],
    }


@login_not_required
def styleguide(request):
    """Show everything that a page can be made of; `?refused` shows the form as it comes back with errors."""
    return render(request, "styleguide.html", _context(request))


styleguide.access = "public"
