"""What a note begins with: the shapes of bodies, and each form of front matter that notes have."""

from datetime import date

import pytest
from django.urls import reverse

from conference.choices import OrganizerRole
from conference.models import Conference, Organizer
from lib.refusal import NotPossible
from reports import actions
from reports.choices import FrontMatterKey
from reports.models import FrontMatterItem, NoteTemplate
from reports.starting import Known, Shape, shape_of, usual_shape, value_of
from tests.factories import OPENING, make_conference, make_note, make_note_template, make_organizer

MEXICO = Conference(
    title="Outreach Conference",
    starts_on=date(2017, 6, 8),
    ends_on=date(2017, 6, 9),
    city="Mexico City",
    country="MX",
    venue_name="Foreign Ministry",
    address="Plaza Juárez 20",
)
DAYS_APART = [date(2020, 12, 1), date(2020, 12, 8), date(2020, 12, 15)]


@pytest.mark.parametrize(
    ("key", "language", "text"),
    [
        (FrontMatterKey.EVENT, "en", "Outreach Conference"),
        (FrontMatterKey.ORGANIZERS, "en", "Government of Mexico with support from Germany"),
        (FrontMatterKey.DATE, "en", "8-9 June 2017, Mexico City, Mexico"),
        (FrontMatterKey.DATE, "fr", "8-9 juin 2017, Mexico City, Mexique"),
        (FrontMatterKey.PLACE_DATE, "en", "Mexico City, Mexico, 8-9 June 2017"),
        (FrontMatterKey.DAYS, "en", "8-9 June 2017"),
        (FrontMatterKey.FIRST_DAY, "en", "8 June 2017"),
        (FrontMatterKey.LAST_DAY, "en", "9 June 2017"),
        (FrontMatterKey.PLACE, "en", "Foreign Ministry, Plaza Juárez 20, Mexico City, Mexico"),
        (FrontMatterKey.PARTICIPANTS, "fr", "Liste jointe"),
        (FrontMatterKey.PARTICIPANT_COUNT, "en", "31"),
        (FrontMatterKey.OBJECTIVES, "en", ""),
        (FrontMatterKey.OTHER, "en", ""),
    ],
)
def test_each_item_takes_its_value_from_the_data(key, language, text):
    organizers = [Organizer(name="Government of Mexico"), Organizer(name="Germany", role=OrganizerRole.SUPPORT)]

    assert value_of(key, Known(MEXICO, organizers, participant_count=31), language) == text


def test_days_apart_and_online_conferences():
    online = Conference(starts_on=date(2020, 12, 1), ends_on=date(2020, 12, 15), is_online=True)

    assert value_of(FrontMatterKey.DATE, Known(online, session_days=DAYS_APART), "en") == (
        "1, 8 and 15 December 2020, online"
    )


@pytest.mark.django_db
def test_the_shape_of_a_note_is_kept_without_what_the_note_says():
    note = make_note(make_conference(), sections=[("Attendance", "Thirty people."), ("Outcome", "Much.")])
    FrontMatterItem.objects.create(note=note, key=FrontMatterKey.PLACE_DATE, label="Venue and Date", value="Here")

    template = actions.keep_template(note, name="Workshops", by=None, at=OPENING)

    assert template.shape["front_matter"] == [{"key": "place_date", "label": "Venue and Date"}]
    assert [section["heading"] for section in template.shape["sections"]] == ["Attendance", "Outcome"]
    assert "Thirty people." not in str(template.shape)
    assert note.conference.history.get().verb == "note_template.kept"


@pytest.mark.django_db
def test_a_note_begins_in_the_shape_of_a_template_with_the_data_of_its_conference():
    conference = make_conference(starts_on=date(2017, 6, 8), ends_on=date(2017, 6, 8), city="Quito", country="EC")
    shape = Shape(
        title="Summary",
        front_matter=[{"key": FrontMatterKey.PLACE_DATE, "label": "Venue and Date"}],
        sections=[{"heading": "Attendance", "level": "1"}, {"heading": "First day", "level": "2"}],
        is_numbered=True,
        heading_numbers="roman",
    )
    template = NoteTemplate.objects.create(name="Workshops", shape=shape.as_dict(), created_at=OPENING)

    note = actions.start_note(conference, template=template, by=None, at=OPENING)

    note.refresh_from_db()
    assert (note.title, note.is_numbered, note.heading_numbers) == ("Summary", True, "roman")
    assert [(item.label, item.value) for item in note.front_matter.all()] == [
        ("Venue and Date", "Quito, Ecuador, 8 June 2017")
    ]
    assert [(each.heading, each.level) for each in note.sections.all()] == [("Attendance", "1"), ("First day", "2")]
    assert not note.footnotes.exists()


@pytest.mark.django_db
def test_two_templates_cannot_have_one_name():
    make_note_template(name="Workshops")

    with pytest.raises(NotPossible, match="a template named"):
        actions.keep_template(make_note(make_conference()), name="workshops", by=None, at=OPENING)

    assert NoteTemplate.objects.count() == 1


@pytest.mark.django_db
def test_a_template_is_removed_and_history_keeps_its_shape():
    conference = make_conference()

    actions.remove_template(make_note_template(), conference=conference, by=None, at=OPENING)

    assert not NoteTemplate.objects.exists()
    assert conference.history.get().before["shape"]["title"] == "Information Note"


@pytest.mark.django_db
def test_an_item_takes_what_the_data_say_now():
    note = make_note(make_conference())
    item = FrontMatterItem.objects.create(note=note, key=FrontMatterKey.ORGANIZERS, label="Organizers", value="?")
    make_organizer(note.conference, name="Government of Chile")

    actions.take_from_data(item, by=None, at=OPENING)

    assert note.front_matter.get().value == "Government of Chile"


@pytest.mark.django_db
def test_an_item_that_the_data_say_nothing_about_is_left_alone():
    note = make_note(make_conference())
    item = FrontMatterItem.objects.create(note=note, key=FrontMatterKey.OBJECTIVES, label="Objectives", value="Mine")

    with pytest.raises(NotPossible, match="say nothing about “Objectives”"):
        actions.take_from_data(item, by=None, at=OPENING)

    assert note.front_matter.get().value == "Mine"


@pytest.mark.django_db
def test_the_pages_of_templates(sign_in):
    note = make_note(make_conference())
    client = sign_in(note.conference)
    where = {"conference": note.conference.slug}

    client.post(reverse("reports:keep_template", kwargs=where | {"language": "en"}), {"name": "Workshops"})
    again = client.post(reverse("reports:keep_template", kwargs=where | {"language": "en"}), {"name": "Workshops"})
    started = client.post(
        reverse("reports:start", kwargs=where), {"language": "fr", "template": NoteTemplate.objects.get().pk}
    )

    assert again.context["form"].errors == {"name": ["There is a template named “Workshops” already."]}
    assert started.url == note.conference.notes.get(language="fr").get_desk_url()
    listed = client.get(reverse("reports:template_list", kwargs=where))
    assert [template.name for template in listed.context["templates"]] == ["Workshops"]

    client.post(reverse("reports:remove_template", kwargs=where | {"template": NoteTemplate.objects.get().pk}))
    assert not NoteTemplate.objects.exists()


def test_a_shape_comes_back_from_the_content_of_a_note():
    content = {
        "title": "Information Note",
        "front_matter": [{"key": "event", "label": "Event", "value": "A conference", "groups": []}],
        "sections": [{"heading": "Background", "level": "1", "text": "Text."}],
        "footnotes": [{"number": 1, "text": "For information.", "is_on_title": True}],
        "annexes": [{"kind": "agenda", "title": "Agenda", "text": ""}, {"kind": "text", "title": "X", "text": "Y"}],
        "is_numbered": False,
        "heading_numbers": "",
    }

    assert shape_of(content) == Shape(
        title="Information Note",
        front_matter=[{"key": "event", "label": "Event"}],
        sections=[{"heading": "Background", "level": "1"}],
        disclaimer="For information.",
        annexes=[{"kind": "agenda", "title": "Agenda"}],
    )
    assert usual_shape("es", has_one_organizer=True).front_matter[1]["label"] == "Organizador"
