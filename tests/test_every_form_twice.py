"""Every form that adds something, filled in and sent twice as a double click does: it adds once (REL-04)."""

import base64
import pickle
from datetime import timedelta
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin

import pytest
from django.apps import apps
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.urls import resolve
from django.utils import timezone

from lib.logs import PERSONAL_LINK
from participants.models import RegistrationSettings
from tests.addresses import ADDRESSES, client_of
from tests.test_every_address import NAMES, PATTERNS, address_of

# What a form writes beside what it adds: history, versions of a text, what a reader has ticked.
TRACES = {"conference.AuditEntry", "reports.NoteRevision", "sessions.Session", "participants.Selection"}
PDF = b"%PDF-1.7\n%%EOF\n"
TABLE = b"Family name,E-mail\nSuharto,suharto@example.org\n"
NOTE = "A Conference\n\nEvent: A meeting\n\nBackground\n\nIt took place."
BY_TYPE = {
    "email": "new@example.org",
    "date": "2030-06-03",
    "time": "10:00",
    "number": "2",
    "tel": "+41229171234",
    "datetime-local": "2030-01-01T10:00",
}
# The form of each view that does things once: on which page it stands, and what has to be typed into it.
ONCE = {
    "conference:new": (
        "conference:new",
        {"country": "AT"},
    ),
    "conference:clone": ("conference:clone", {"slug": "next-year"}),
    "conference:add_room": ("conference:add_room", {}),
    "conference:add_member": ("conference:add_member", {}),
    "correspondence:new_mailing": ("correspondence:new_mailing", {}),
    "correspondence:new_reminder": ("correspondence:new_reminder", {}),
    "correspondence:try_out": ("correspondence:text", {}),
    "participants:add_organisation": ("participants:add_organisation", {"sector": "industry"}),
    "participants:merge_organisations": ("participants:merge_organisations", {}),
    "participants:merge_participants": ("participants:merge_participants", {}),
    "participants:add_question": ("participants:add_question", {}),
    "participants:import_list": ("participants:import_list", {}),
    "participants:add_delegation": (
        "participants:add_delegation",
        {"organisation": lambda world: world.another_organisation.official_name},
    ),
    "participants:save_view": ("participants:save_view", {}),
    "participants:send_invitation": ("participants:invite", {"sector": "industry", "answer_by": ""}),
    "participants:prepare": ("participants:invite", {"sector": "industry", "answer_by": ""}),
    "participants:substitute": ("participants:substitute", {}),
    "participants:send_substitute": ("participants:send_substitute", {"confirmed": "yes"}),
    "participants:pass_on": ("participants:invitation", {}),
    "participants:send_note_verbale": ("participants:note_verbale", {}),
    "sessions:add_session": ("sessions:add_session", {"starts": "", "ends": ""}),
    "sessions:copy_session": ("sessions:desk_session", {}),
    "sessions:add_speaker": ("sessions:add_speaker", {}),
    "sessions:add_new_speaker": ("sessions:add_new_speaker", {}),
    "sessions:add_contribution": ("sessions:add_contribution", {}),
    "sessions:copy_contribution": ("sessions:desk_session", {}),
    "sessions:speaker_upload": ("sessions:speaker_upload", {}),
    "sessions:release": ("sessions:release", {}),
    "reports:start": ("reports:start", {}),
    "reports:paste": ("reports:paste", {"text": NOTE, "language": "fr", "file": "", "import": "yes", "seen": "0"}),
    "reports:start_translation": ("reports:start_translation", {}),
    "reports:keep_template": ("reports:keep_template", {}),
    "reports:accept_fact": ("reports:fact_list", {}),
    "reports:add_state_group": ("reports:add_state_group", {}),
    "reports:clearance_comment": ("reports:clearance", {}),
    "reports:add_part": ("reports:add_part", {}),
    "reports:send_to_organizers": ("reports:send_to_organizers", {"recipients": "Office <office@example.org>"}),
}


QUERY = {"participants:merge_organisations": lambda world: f"?{urlencode({'other': world.another_organisation})}"}


class Page(HTMLParser):
    """The forms of a page, filled in with good will: what is empty gets a word, a box is ticked, the first choice taken."""

    def __init__(self, text):
        super().__init__()
        self.forms, self._select = [], None
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        name = given.get("name")
        if tag == "form":
            self.forms.append({"action": given.get("action") or "", "method": given.get("method", "get"), "data": {}})
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select and (given.get("value") or "selected" in given):
            if "selected" in given or self._select not in self.forms[-1]["data"]:
                self.forms[-1]["data"][self._select] = given.get("value", "")
        elif self.forms and name and tag in {"input", "textarea"}:
            self._take(self.forms[-1]["data"], name, given.get("type", tag), given)

    def handle_endtag(self, tag):
        if tag == "select":
            self._select = None

    def _take(self, data, name, kind, given):
        if kind == "file":
            data[name] = (
                SimpleUploadedFile("a.csv", TABLE)
                if ".csv" in given.get("accept", "")
                else SimpleUploadedFile("a.pdf", PDF)
            )
        elif kind in {"checkbox", "radio"}:
            data.setdefault(name, given.get("value", "on"))
        elif kind == "hidden":
            data[name] = given.get("value", "")
        elif kind not in {"submit", "button"}:
            data[name] = given.get("value") or BY_TYPE.get(kind, f"Words for {name}"[:40])


def counts():
    """Count what there is of everything, apart from traces."""
    models = [model for model in apps.get_models() if model._meta.label not in TRACES]
    return {model._meta.label: model._base_manager.count() for model in models}


def forms_of(client, name, world):
    """Return (address, data) of the forms of a page that post, apart from the one that signs out."""
    url = address_of(name, world) + QUERY.get(name, lambda world: "")(world)
    page = client.get(url)
    if not page.headers.get("Content-Type", "").startswith("text/html"):
        return []
    posted = [form for form in Page(page.text).forms if form["method"] == "post"]
    return [(urljoin(url, form["action"]), form["data"]) for form in posted if "sign-out" not in form["action"]]


def send(client, address, data):
    """Send a form; files are read anew each time. Return what a browser sees of the answer."""
    for value in data.values():
        if isinstance(value, SimpleUploadedFile):
            value.seek(0)
    response = client.post(address, data)
    return response.status_code, response.get("Location")


def added(before, after):
    return {name: after[name] - before[name] for name in after if after[name] > before[name]}


def test_no_form_of_the_site_that_is_sent_twice_adds_anything_more(world):
    client, twice = client_of(world, "organiser"), {}
    for name in NAMES:
        with transaction.atomic():
            for address, data in [] if ADDRESSES[name].is_post_only else forms_of(client, name, world):
                send(client, address, data)
                once = counts()
                send(client, address, data)
                twice[name, address] = added(once, counts())
            transaction.set_rollback(True)

    assert len(twice) > 100
    assert {where: more for where, more in twice.items() if more} == {}


def kept_in_the_cache():
    """Return what the cache's table holds, key by key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM cache")
        return {key: pickle.loads(base64.b64decode(value)) for key, value in cursor.fetchall()}  # noqa: S301 - ours


def filled_in(client, name, world):
    """Return the address of a view that does things once, and its form, filled in as ONCE says."""
    page, typed = ONCE[name]
    forms = forms_of(client, page, world)
    address, data = next((form for form in forms if resolve(form[0].partition("?")[0]).view_name == name), (None, None))
    if address is None:  # the form is looked at once more before it goes there
        address, data = address_of(name, world), forms[-1][1]
    return address, data | {field: word(world) if callable(word) else word for field, word in typed.items()}


@pytest.mark.parametrize("name", ONCE)
def test_the_second_of_two_clicks_is_answered_as_the_first(world, name):
    client = client_of(world, "organiser")
    address, data = filled_in(client, name, world)
    before = counts()

    first = send(client, address, data)
    once = counts()
    second = send(client, address, data)

    assert (first[0], second) == (302, first)
    assert added(before, once)
    assert added(once, counts()) == {}
    answers = [answer for key, answer in kept_in_the_cache().items() if "once:" in key]
    assert answers
    assert [answer for answer in answers if PERSONAL_LINK.search(str(answer))] == []


def test_every_view_that_does_things_once_is_tried():
    assert sorted(ONCE) == sorted(name for name in NAMES if getattr(PATTERNS[name].callback, "is_once", False))


def test_who_goes_back_and_corrects_a_word_sends_another_form(world):
    client = client_of(world, "organiser")
    address, data = filled_in(client, "sessions:add_contribution", world)
    sent = [data | {"title": title} for title in ("Export", "Export controls", "Export")]

    answers = [send(client, address, each) for each in sent]

    assert [status for status, _ in answers] == [302, 302, 302]
    titles = list(world.session.contributions.order_by("pk").values_list("title", flat=True))
    assert titles[-2:] == ["Export", "Export controls"]


def test_the_page_that_follows_the_second_click_says_what_the_first_has_done(world):
    client, another = client_of(world, "organiser"), client_of(world, "organiser")
    address, data = filled_in(client, "participants:add_question", world)
    client.post(address, data)

    page = another.post(address, data, follow=True)  # a browser that has left the first answer alone

    assert "The question is asked from now on." in page.text


def test_a_form_that_was_refused_may_come_again(world):
    client = client_of(world, "organiser")
    address, data = filled_in(client, "conference:add_room", world)
    room = world.conference.rooms.create(name=data["name"])

    assert send(client, address, data)[0] == 200  # there is one of this name
    room.delete()
    assert send(client, address, data)[0] == 302
    assert world.conference.rooms.filter(name=data["name"]).count() == 1


def test_a_form_that_only_the_page_that_follows_refused_may_come_again(world):
    client = client_of(world, "organiser")
    address, data = filled_in(client, "participants:send_substitute", world)
    settled, _ = RegistrationSettings.objects.update_or_create(
        conference=world.conference, defaults={"is_substitution_allowed": False}
    )
    before = counts()

    assert send(client, address, data)[0] == 302
    assert added(before, counts()) == {}
    settled.is_substitution_allowed = True
    settled.save(update_fields=["is_substitution_allowed"])
    assert send(client, address, data)[0] == 302
    assert added(before, counts())


def test_a_link_that_was_made_with_an_older_key_is_not_kept_by_its_newer_form(world, settings):
    client = client_of(world, "anonymous")
    address, data = filled_in(client, "participants:pass_on", world)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key of the site, long enough for it",
    )

    status, location = send(client, address, data)

    assert status == 302
    assert location not in address  # it leads on by a link of the key that holds now
    assert [answer for answer in kept_in_the_cache().values() if PERSONAL_LINK.search(str(answer))] == []


def test_another_file_of_the_same_name_and_size_is_another_form(world):
    client = client_of(world, "organiser")
    address, data = filled_in(client, "participants:import_list", world)
    [field] = [name for name, value in data.items() if isinstance(value, SimpleUploadedFile)]
    before, another = (
        world.conference.imports.count(),
        SimpleUploadedFile("a.csv", TABLE.replace(b"Suharto", b"Sukarno")),
    )

    for file in (data[field], another, another):
        send(client, address, data | {field: file})

    assert world.conference.imports.count() == before + 2
    assert "Sukarno" in str(world.conference.imports.latest("pk").rows)


def test_a_button_without_fields_that_is_pressed_again_later_is_meant_again(world, monkeypatch):
    client = client_of(world, "organiser")
    address, data = filled_in(client, "sessions:copy_session", world)
    before, now = world.conference.sessions.count(), timezone.now()

    for seconds in (0, 30, 90):
        monkeypatch.setattr(
            "django.core.cache.backends.db.tz_now", lambda later=now + timedelta(seconds=seconds): later
        )
        send(client, address, data)

    assert world.conference.sessions.count() == before + 2


def test_who_presses_again_while_the_first_takes_long_is_told_that_it_is_worked_on(world):
    client = client_of(world, "organiser")
    address, data = filled_in(client, "participants:add_question", world)
    send(client, address, data)
    [key] = [key for key in kept_in_the_cache() if "once:" in key]
    cache.set(key.removeprefix(":1:"), None)  # as it is until the first is done

    response = client.post(address, data)

    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Your form is being worked on" in response.text
    assert "nothing was changed" not in response.text
