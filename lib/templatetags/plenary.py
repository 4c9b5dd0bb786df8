"""Template tags of Plenary: dates as people write them, badges, navigation, pages of a list."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django import forms, template
from django.core.validators import EmailValidator
from django.urls import NoReverseMatch, reverse

from lib import zones
from lib.dates import days

register = template.Library()

TONES = {
    "positive": {"confirmed", "accepted", "sent", "delivered", "published", "registration_open"},
    "active": {"announced", "queued", "opened", "delegated", "with_organizers", "cleared", "corrected", "asked"},
    "waiting": {"preparing", "submitted", "pending", "waitlisted", "sending", "deferred", "registration_closed"},
    "negative": {"rejected", "declined", "failed", "bounced", "suppressed", "withdrawn", "clash"},
}
OUR_LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "oldpassword": "Current password",
    "password1": "New password",
    "password2": "New password, once more",
    "code": "Code",
}
TONE_OF = {status: tone for tone, statuses in TONES.items() for status in statuses}


@register.simple_tag
def date_range(first, last=None):
    """Write the days of a conference: 8 June 2017, 8–9 June 2017, 30 June – 2 July 2017."""
    return days(first, last) if first else ""


@register.filter
def zone_place(name):
    """Name a zone as people do: “Mexico City” for America/Mexico_City."""
    return zones.place(ZoneInfo(name))


@register.filter
def zone_at(moment, name):
    """Name a zone with its distance from UTC at a moment: “Mexico City, UTC−5”."""
    return zones.named(ZoneInfo(name), moment)


@register.inclusion_tag("components/status_badge.html")
def status_badge(label, status="", tone=""):
    """Show a status as a badge: `{% status_badge registration.get_status_display registration.status %}`.

    The tone follows from the status and never says more than the words do; `tone` overrides it.
    """
    return {"label": label, "tone": tone or TONE_OF.get(str(status), "")}


@register.simple_tag
def error_links(form):
    """Return (sentence, id of the field or "") for all that is wrong with a form, in the order in which it is drawn.

    The form remembers that a summary names its errors, so that a page has one summary, not two.
    """
    form.has_summary = True
    links = [(text, "") for text in form.non_field_errors()]
    for field in _as_drawn(form):
        links += [(text, "" if field.is_hidden else _target(field)) for text in error_texts(field)]
    return links


def _as_drawn(form):
    """Return the bound fields in the order of the form's layout; what no layout names stands at the end, in its own."""
    layout = getattr(getattr(form, "helper", None), "layout", None)
    drawn = [pointer.name for pointer in layout.get_field_names()] if layout else []
    return sorted(form, key=lambda field: drawn.index(field.name) if field.name in drawn else len(drawn))


def _target(field):
    several = isinstance(field.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple | forms.MultiWidget)
    return f"{field.auto_id}_0" if several else field.auto_id


@register.simple_tag
def error_texts(field):
    """Return what is wrong with a field, as the summary and the field itself say it.

    Django's “This field is required.” names no field, so it becomes a sentence that does, and “email” is an e-mail
    address here. A form's own words stay.
    """
    plain = forms.Field.default_error_messages["required"]
    ours = {EmailValidator.message: "Enter an e-mail address, such as name@example.org."}
    return [_what_is_missing(field) if text == plain else ours.get(text, text) for text in field.errors]


# What is entered in a field, where its label alone may leave it open.
KINDS = [
    (forms.DateField | forms.DateTimeField, "a date for "),
    (forms.IntegerField, "a number for "),
]


def _what_is_missing(field):
    label, widget = field.label, field.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return f"Tick “{label}”."
    if isinstance(widget, forms.FileInput):
        return f"Choose a file for “{label}”."
    if isinstance(widget, forms.Select | forms.RadioSelect):
        return f"Choose an answer to “{label}”." if label.endswith("?") else f"Choose an option for “{label}”."
    if label.endswith("?"):
        return f"Answer “{label}”."
    kind = next((words for known, words in KINDS if isinstance(field.field, known)), "")
    return f"Enter {kind}“{label}”."


@register.simple_tag
def elided_pages(page):
    """Return the page numbers to show, with an ellipsis where numbers are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1))


# When a public page has something to show, by the name of its address: what the app that owns it says of a conference.
shown_if: dict[str, Callable] = {}


@register.simple_tag(takes_context=True)
def public_navigation(context, conference):
    """Return the (label, url, is_current) links of a conference's public pages, for those that have something to show."""
    places = [
        ("Overview", "conference:conference"),
        ("Agenda", "sessions:agenda"),
        ("Information note", "reports:notes"),
    ]
    path = context["request"].path if "request" in context else ""
    links = []
    for label, name in places:
        if name in shown_if and not shown_if[name](conference):
            continue
        try:
            url = reverse(name, kwargs={"conference": conference.slug})
        except NoReverseMatch:
            continue
        is_current = path == url if name == "conference:conference" else path.startswith(url)
        links.append((label, url, is_current))
    return links


@register.filter
def browser(agent):
    """Say in two words what a browser tells of itself: “Firefox on Windows”."""
    names = [("Edg/", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("Chrome/", "Chrome"), ("Safari/", "Safari")]
    systems = [("Android", "Android"), ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Windows", "Windows")]
    systems += [("Mac OS", "a Mac"), ("Linux", "Linux")]
    name = next((name for mark, name in names if mark in agent), "A browser")
    return next((f"{name} on {system}" for mark, system in systems if mark in agent), name)


@register.filter
def plainly(form):
    """Return a form of django-allauth as our own forms are: a label in our spelling, and no placeholder."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = form[name].label = OUR_LABELS.get(name) or form[name].label
    return form
