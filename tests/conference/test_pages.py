"""Pages of conferences and of their team's area."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conference.choices import ConferenceStatus, TeamRole
from conference.models import Conference, Series
from tests.factories import make_conference, make_member, make_organizer, make_room, make_user
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
url = pages_of("conference")


@pytest.fixture
def conference():
    return make_conference(slug="x", title="Conference on Export Controls", short_title="Export Controls")


@pytest.fixture
def organiser(client, conference):
    user = make_member(conference)
    client.force_login(user)
    return user


def test_the_list_shows_what_the_reader_may_see(client):
    today = timezone.localdate()
    make_conference(title="To come", starts_on=today, ends_on=today + timedelta(days=1))
    make_conference(title="Long ago", starts_on=today - timedelta(days=90), ends_on=today - timedelta(days=89))
    draft = make_conference(title="In preparation", status=ConferenceStatus.DRAFT)

    for user, titles in [
        (None, {"To come", "Long ago"}),
        (make_user(), {"To come", "Long ago"}),
        (make_member(draft), {"To come", "Long ago", "In preparation"}),
    ]:
        if user:
            client.force_login(user)
        context = client.get("/").context
        assert {row["conference"].title for row in [*context["upcoming"], *context["past"]]} == titles
        assert {row["conference"].title for row in context["past"]} == {"Long ago"}


def test_the_public_page_tells_what_when_where_and_who(client, conference):
    make_organizer(conference, name="Government of Chile")

    text = client.get(url("conference", conference)).content.decode()

    for fact in ["Conference on Export Controls", "Geneva, Switzerland", "Government of Chile", "office@example.org"]:
        assert fact in text


def begin(client, **typed):
    form = {"title": "Second Conference", "short_title": "Second", "starts_on": "2031-05-05", "ends_on": "2031-05-06"}
    return client.post(reverse("conference:new"), form | typed)


def test_a_conference_begins_as_a_draft_with_its_title_its_days_and_its_place(client, conference, organiser):
    response = begin(client, city="Vienna", country="AT")

    begun = Conference.objects.get(slug="second")
    assert response.url == url("desk", begun)
    assert (begun.status, begun.city, begun.time_zone) == ("draft", "Vienna", "Europe/Vienna")
    assert (begun.is_moderated, begun.capacity, begun.default_language) == (True, None, "en")
    assert begun.team.get().user == organiser


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"country": "MX"}, "Choose a time zone: Mexico has several."),
        ({"is_online": "on"}, "Choose a country or a time zone."),
    ],
)
def test_who_begins_a_conference_is_asked_for_a_time_zone_only_where_the_country_leaves_a_choice(
    client, organiser, typed, sentence
):
    asked = begin(client, **typed)
    begin(client, **typed, time_zone="America/Mexico_City")

    assert asked.context["form"].errors == {"time_zone": [sentence]}
    assert Conference.objects.get(slug="second").time_zone == "America/Mexico_City"


def test_conferences_of_the_same_short_title_or_of_letters_that_no_address_holds_get_an_address_of_their_own(
    client, organiser
):
    for short_title in ["Second", "Second", "会议", "会议"]:
        begin(client, short_title=short_title, country="AT")

    made = Conference.objects.filter(title="Second Conference").order_by("pk").values_list("slug", flat=True)
    assert list(made) == ["second", "second-2", "conference", "conference-2"]


def test_a_form_with_faults_comes_back_with_everything_typed(client, organiser):
    form = {"title": "Second Conference", "starts_on": "2031-05-06", "ends_on": "2031-05-05", "time_zone": "UTC"}

    response = client.post(reverse("conference:new"), form)

    text = response.content.decode()
    assert "Second Conference" in text
    assert "There is a problem" in text
    assert set(response.context["form"].errors) >= {"short_title"}
    assert Conference.objects.count() == 1


def test_details_are_changed_in_the_conference_s_own_time(client, conference, organiser):
    page = client.get(url("change", conference))
    form = {name: value for name, value in page.context["form"].initial.items() if value is not None}
    form |= {"time_zone": "Asia/Tokyo", "registration_closes_at": "2030-05-31T18:00", "city": "Tokyo", "country": "JP"}

    assert client.post(url("change", conference), form).url == url("details", conference)

    conference.refresh_from_db()
    assert (conference.city, conference.time_zone) == ("Tokyo", "Asia/Tokyo")
    assert conference.registration_closes_at.isoformat() == "2030-05-31T09:00:00+00:00"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("host: Chile\nwith support from: the UN Office", [("Chile", "host"), ("the UN Office", "support")]),
        ("  Host :  Chile : North \n\n", [("Chile : North", "host")]),
    ],
)
def test_organizers_are_written_one_a_line(client, conference, organiser, lines, expected):
    assert client.post(url("organizers", conference), {"organizers": lines}).status_code == 302

    assert [(each.name, each.role) for each in conference.organizers.in_order()] == expected


@pytest.mark.parametrize("lines", ["Chile", "guest: Chile", "host:", "host: " + "x" * 301])
def test_a_line_that_is_no_organizer_is_named(client, conference, organiser, lines):
    response = client.post(url("organizers", conference), {"organizers": lines})

    assert "Line 1" in response.context["form"].errors["organizers"][0]
    assert not conference.organizers.exists()


@pytest.mark.parametrize("name", ["announce", "archive"])
def test_a_change_of_status_asks_first(client, name, organiser):
    draft = make_conference(status=ConferenceStatus.DRAFT)
    make_member(draft, user=organiser)

    assert client.get(url(name, draft)).status_code == 200

    draft.refresh_from_db()
    assert draft.status == ConferenceStatus.DRAFT


def test_a_refusal_is_said_on_the_page(client, conference, organiser):
    response = client.post(url("announce", conference), follow=True)

    assert [str(message) for message in response.context["messages"]] == ["Export Controls is announced already."]


def test_rooms_are_added_changed_and_removed(client, conference, organiser):
    client.post(url("add_room", conference), {"name": "Hall", "seat_count": "40"})
    room = conference.rooms.get()
    client.post(url("change_room", conference, pk=room.pk), {"name": "Great hall", "seat_count": ""})
    room.refresh_from_db()
    assert (room.name, room.seat_count) == ("Great hall", None)

    client.post(url("remove_room", conference, pk=room.pk))

    assert not conference.rooms.exists()


def test_a_taken_room_name_is_said_beside_the_field(client, conference, organiser):
    make_room(conference, name="Hall")

    response = client.post(url("add_room", conference), {"name": "hall"})

    assert response.context["form"].errors == {"name": ["The conference has a room named “hall” already."]}


def test_a_colleague_joins_changes_and_leaves(client, conference, organiser):
    client.post(url("add_member", conference), {"name": "Dora", "email": "dora@example.org", "role": "viewer"})
    member = conference.team.get(user__email="dora@example.org")
    client.post(url("change_role", conference, pk=member.pk), {"role": "desk"})
    member.refresh_from_db()
    assert member.role == TeamRole.DESK

    client.post(url("remove_member", conference, pk=member.pk))

    assert list(conference.team.values_list("user", flat=True)) == [organiser.pk]


@pytest.mark.parametrize("name", ["change_role", "remove_member", "change_room", "remove_room"])
def test_what_belongs_to_another_conference_is_not_found(client, conference, organiser, name):
    other = make_conference()
    make_member(other)
    thing = other.team.get() if "r" in name[-1] or name == "change_role" else make_room(other)

    assert client.post(url(name, conference, pk=thing.pk)).status_code == 404


def test_history_is_found_by_words_person_and_day(client, conference, organiser):
    client.post(url("add_room", conference), {"name": "Hall"})
    client.post(url("add_room", conference), {"name": "Annex"})

    def found(**query):
        return [line.entry.subject_label for line in client.get(url("history", conference), query).context["lines"]]

    assert found() == ["Annex", "Hall"]
    assert found(q="hall") == ["Hall"]
    assert found(who="nobody") == []
    assert found(since="2200-01-01") == []


def test_htmx_gets_the_list_alone(client, conference, organiser):
    page = client.get(url("history", conference), headers={"HX-Request": "true"})

    assert "<html" not in page.content.decode()
    assert "HX-Request" in page["Vary"]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("conference:desk", "Overview"),
        ("conference:details", "Overview"),
        ("conference:add_room", "Overview"),
        ("participants:registration_list", "Registrations"),
        ("participants:organisation_list", "Registrations"),
        ("participants:question_list", "Registrations"),
        ("participants:visa_request_list", "Invitations"),
        ("conference:history", "History"),
    ],
)
def test_the_navigation_marks_the_one_place_that_a_page_belongs_to(client, conference, organiser, name, place):
    links = client.get(reverse(name, kwargs={"conference": conference.slug})).context["desk_navigation"]

    assert [label for label, _url, is_current in links if is_current] == [place]


def test_who_leaves_the_short_title_out_is_not_asked_for_the_web_address(client, conference, organiser):
    page = client.post(url("change", conference), {"title": "Conference on Export Controls"})

    assert "short_title" in page.context["form"].errors
    assert "slug" not in page.context["form"].errors


def test_everything_about_a_conference_can_be_changed_on_its_page(client, conference, organiser):
    page = client.get(url("change", conference))

    form = page.context["form"]
    assert [name for name in form.fields if f'name="{name}"' not in page.content.decode()] == []


def test_the_language_of_a_conference_stays_what_it_is_when_something_else_is_changed(client, conference, organiser):
    Conference.objects.update(default_language="fr")
    form = client.get(url("change", conference)).context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() not in (None, False)}

    client.post(url("change", conference), typed | {"city": "Lausanne"})
    kept = Conference.objects.get()
    client.post(url("change", conference), typed | {"city": "Lausanne", "default_language": "es"})

    assert (kept.city, kept.default_language) == ("Lausanne", "fr")
    assert Conference.objects.get().default_language == "es"


@pytest.mark.parametrize("name", ["desk", "details", "team", "history"])
@pytest.mark.parametrize("how_many", [1, 3])
def test_a_page_costs_the_same_for_one_and_for_many(
    client, conference, organiser, django_assert_max_num_queries, name, how_many
):
    for number in range(how_many):
        client.post(url("add_room", conference), {"name": f"Room {number}"})
        make_member(conference, role=TeamRole.VIEWER)

    with django_assert_max_num_queries(15):
        client.get(url(name, conference))


def test_the_next_conference_is_opened_from_this_one(client, conference, organiser):
    form = {
        "title": "Third Conference",
        "short_title": "Third",
        "slug": "third",
        "starts_on": "2031-06-03",
        "ends_on": "2031-06-02",
    }
    refused = client.post(url("clone", conference), form)
    assert "The last day is before the first one." in str(refused.context["form"].errors)

    response = client.post(url("clone", conference), form | {"ends_on": "2031-06-04"})

    assert response.url == "/c/third/desk/details/"
    again = client.post(url("clone", conference), form | {"ends_on": "2031-06-04", "slug": ""})
    assert again.url == "/c/third-2/desk/details/"


def test_two_organisers_change_the_details_and_neither_loses_a_word(client):
    conference = make_conference(capacity=100)
    client.force_login(make_member(conference))
    address = reverse("conference:change", kwargs={"conference": conference.slug})
    form = client.get(address).context["form"]
    sent = {field.html_name: field.value() or "" for field in form} | {"title": "Another title"}
    Conference.objects.filter(pk=conference.pk).update(capacity=200)
    assert client.post(address, sent).status_code == 302
    conference.refresh_from_db()
    assert (conference.title, conference.capacity) == ("Another title", 200)


def test_a_number_that_another_conference_of_the_series_has_is_refused_at_its_field(client):
    series = Series.objects.create(name="国际会议")
    other, conference = make_conference(series=series, ordinal=4), make_conference()
    client.force_login(make_member(conference))
    address = reverse("conference:change", kwargs={"conference": conference.slug})
    form = client.get(address).context["form"]
    typed = {"series_name": "国际会议", "ordinal": "4", "capacity": "9" * 30, "title": "Kept"}
    answer = client.post(address, {field.html_name: field.value() or "" for field in form} | typed)
    errors = answer.context["form"].errors
    assert errors["ordinal"] == [f"{other} has this number in the series. Choose another one, or leave it empty."]
    assert list(errors) == ["capacity", "ordinal"]
    assert answer.context["form"]["title"].value() == "Kept"
