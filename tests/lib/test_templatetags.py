"""Template tags: dates as people write them, badges, errors, pages of a list, navigation."""

from datetime import date

import pytest
from crispy_forms.layout import Fieldset
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template

from lib.forms import page_helper
from lib.templatetags import plenary


class Answers(forms.Form):
    name = forms.CharField(label="Full name")
    reason = forms.CharField(label="Why?")
    sector = forms.ChoiceField(label="Sector", choices=[("gov", "Government")])
    place = forms.ChoiceField(label="In the room?", choices=[("yes", "Yes")], widget=forms.RadioSelect)
    letter = forms.FileField(label="Letter")
    agrees = forms.BooleanField(label="I agree")
    own = forms.CharField(label="Own", error_messages={"required": "Say which."})
    email = forms.EmailField(label="E-mail address")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2017, 6, 8), date(2017, 6, 9), "8–9 June 2017"),
        (date(2017, 6, 8), date(2017, 6, 8), "8 June 2017"),
        (date(2017, 6, 8), None, "8 June 2017"),
        (date(2017, 6, 30), date(2017, 7, 2), "30 June – 2 July 2017"),
        (date(2017, 12, 30), date(2018, 1, 2), "30 December 2017 – 2 January 2018"),
        (None, None, ""),
    ],
)
def test_days_read_as_people_write_them(first, last, expected):
    assert plenary.date_range(first, last) == expected


@pytest.mark.parametrize(
    ("status", "tone", "expected"),
    [
        ("confirmed", "", "positive"),
        ("waitlisted", "", "waiting"),
        ("declined", "", "negative"),
        ("draft", "", ""),
        ("draft", "active", "active"),
    ],
)
def test_a_badge_takes_its_tone_from_the_status(status, tone, expected):
    assert plenary.status_badge("Word", status, tone) == {"label": "Word", "tone": expected}


def test_a_badge_never_trusts_its_label():
    html = Template('{% load plenary %}{% status_badge "<b>Draft</b>"|cut:"" label %}').render(Context({"label": ""}))
    escaped = Template("{% load plenary %}{% status_badge label %}").render(Context({"label": "<b>Draft</b>"}))

    assert html.strip() == '<span class="badge-status"><b>Draft</b></span>'
    assert escaped.strip() == '<span class="badge-status">&lt;b&gt;Draft&lt;/b&gt;</span>'


def test_an_error_names_what_is_missing_and_keeps_a_forms_own_words():
    form = Answers({"email": "nobody"})

    assert {field.name: plenary.error_texts(field) for field in form} == {
        "name": ["Enter “Full name”."],
        "reason": ["Answer “Why?”."],
        "sector": ["Choose an option for “Sector”."],
        "place": ["Choose an answer to “In the room?”."],
        "letter": ["Choose a file for “Letter”."],
        "agrees": ["Tick “I agree”."],
        "own": ["Say which."],
        "email": ["Enter an e-mail address, such as name@example.org."],
    }


def test_an_error_says_what_kind_of_thing_is_to_be_entered():
    class Days(forms.Form):
        first = forms.DateField(label="First day")
        begins = forms.DateTimeField(label="Registration opens at")
        places = forms.IntegerField(label="Places")

    form = Days({})

    assert [plenary.error_texts(field) for field in form] == [
        ["Enter a date for “First day”."],
        ["Enter a date for “Registration opens at”."],
        ["Enter a number for “Places”."],
    ]


def test_a_summary_links_to_the_field_or_to_the_first_choice_and_is_given_once():
    class Short(forms.Form):
        name = forms.CharField(label="Name")
        place = forms.ChoiceField(label="Place", choices=[("room", "Room")], widget=forms.RadioSelect)
        key = forms.CharField(widget=forms.HiddenInput)

        def clean(self):
            raise forms.ValidationError("The list is closed.")

    form = Short({})

    assert plenary.error_links(form) == [
        ("The list is closed.", ""),
        ("Enter “Name”.", "id_name"),
        ("Choose an option for “Place”.", "id_place_0"),
        ("Enter “Key”.", ""),
    ]
    assert form.has_summary


def test_a_summary_names_what_is_wrong_in_the_order_in_which_the_form_is_drawn():
    class Invite(forms.Form):
        email = forms.EmailField(label="E-mail")
        key = forms.CharField()
        name = forms.CharField(label="Name")

        @property
        def helper(self):
            return page_helper("Invite", Fieldset("Who", "name", "email"))

    assert plenary.error_links(Invite({})) == [
        ("Enter “Name”.", "id_name"),
        ("Enter “E-mail”.", "id_email"),
        ("Enter “Key”.", "id_key"),
    ]


def test_numbers_of_pages_are_left_out_in_the_middle():
    paginator = Paginator(range(1000), 10)

    assert plenary.elided_pages(paginator.page(50)) == [1, "…", 48, 49, 50, 51, 52, "…", 100]


def test_navigation_marks_where_the_reader_is(rf):
    class Conference:
        pk, slug = None, "spring"

    agenda = plenary.public_navigation({"request": rf.get("/c/spring/")}, Conference())

    assert agenda[0] == ("Overview", "/c/spring/", True)
    assert [label for label, _url, is_current in agenda if is_current] == ["Overview"]


def test_forms_of_the_sign_in_pages_speak_our_words():
    class SignIn(forms.Form):
        login = forms.EmailField(label="Email", widget=forms.EmailInput(attrs={"placeholder": "Email address"}))

    form = plenary.plainly(SignIn())

    assert form["login"].label == "E-mail address"
    assert "placeholder" not in str(form["login"])


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36",
            "Chrome on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/150.0 Safari/537.36 Edg/150.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_4 like Mac OS X) Version/18.4 Mobile/15E148 Safari/604.1",
            "Safari on an iPhone",
        ),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)
def test_a_browser_is_named_in_two_words(agent, said):
    assert plenary.browser(agent) == said
