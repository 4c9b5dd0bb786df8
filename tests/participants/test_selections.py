"""A mailing goes to exactly what was chosen on the desk's list, as the one who chose it saw the list."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.urls import reverse

from conference.choices import TeamRole
from correspondence import actions as correspondence
from correspondence import jobs
from correspondence.models import Mailing
from participants import selections
from participants.choices import RegistrationStatus as Status
from participants.models import Selection
from tests.factories import (
    OPENING,
    make_conference,
    make_member,
    make_organisation,
    make_participant,
    make_question,
    make_registration,
)

pytestmark = pytest.mark.django_db
TEXT = "{salutation},\n\nsee you soon: {personal_link}\n"


def crowd(conference):
    """Three confirmed, one of them without an address and one of a company; one on the waiting list."""
    company = make_organisation(official_name="Andean Freight", sector="industry")
    named = {
        "ada": make_participant(conference, family_name="Ada"),
        "bela": make_participant(conference, family_name="Bela", organisation=company),
        "cleo": make_participant(conference, family_name="Cleo", email=""),
    }
    found = {name: make_registration(conference, participant=person) for name, person in named.items()}
    dora = make_participant(conference, family_name="Dora")
    return found | {"dora": make_registration(conference, participant=dora, status=Status.WAITLISTED)}


def chosen(conference, query, role=TeamRole.DESK):
    """Return the names of those whom a query of the list selects, for a member of the team."""
    text = selections.accept(conference, make_member(conference, role=role), urlencode(query, doseq=True), OPENING)
    ids = selections.find(conference, text, OPENING) if text else []
    return [conference.participants.get(pk=pk).family_name for pk in ids]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"all": "yes"}, ["Ada", "Bela", "Dora"]),
        ({"all": "yes", "status": "confirmed"}, ["Ada", "Bela"]),
        ({"all": "yes", "status": "confirmed", "sector": "industry"}, ["Bela"]),
        ({"all": "yes", "q": "dora", "page": "7", "columns": "phone", "sort": "name"}, ["Dora"]),
        ({"all": "yes", "q": "nobody of this name"}, []),
        ({"all": "yes", "tag": "999"}, []),
        ({"select": "nonsense"}, []),
        ({"select": "9" * 30}, []),
        ({}, []),
    ],
)
def test_the_filters_of_the_list_select(query, expected):
    conference = make_conference()
    crowd(conference)

    assert chosen(conference, query) == expected


def test_ticked_rows_are_selected_whatever_the_filters_say_and_none_of_another_conference():
    conference = make_conference()
    found = crowd(conference)
    foreign = make_registration(make_conference())

    ticked = [found["dora"].pk, found["cleo"].pk, foreign.pk]
    assert chosen(conference, {"status": "confirmed", "select": ticked}) == ["Dora"]


def test_more_than_a_form_may_have_fields_are_selected_by_the_id_of_their_selection():
    conference = make_conference()
    found = crowd(conference)
    far = range(10**6, 10**6 + 1500)  # of people who are gone since
    kept = Selection.objects.create(conference=conference, registrations=[found["ada"].pk, *far], made_at=OPENING)

    assert chosen(conference, {"chosen": kept.pk}) == ["Ada"]
    assert chosen(make_conference(), {"chosen": kept.pk}) == []
    assert chosen(conference, {"select": f"{found['ada'].pk}.{found['dora'].pk}"}) == ["Ada", "Dora"]


def test_nobody_selects_by_an_answer_that_they_may_not_read():
    conference = make_conference()
    registration = crowd(conference)["ada"]
    question = make_question(conference, label="Faith", roles=[])
    registration.participant.answers.create(question=question, text="Quaker", answered_at=OPENING)
    query = {"all": "yes", "question": question.pk, "answer": "quaker"}

    assert chosen(conference, query, TeamRole.ORGANISER) == ["Ada"]
    assert chosen(conference, query | {"as": "organiser"}, TeamRole.VIEWER) == []


def test_the_selection_is_named_without_the_words_of_an_answer():
    conference = make_conference()
    crowd(conference)

    def name(**query):
        return selections.describe(conference, urlencode({"as": "desk", **query}))

    assert name(select="1") == "Chosen on the list of registrations"
    assert name(all="yes") == "All registrations on the list"
    assert name(all="yes", status="confirmed", sector="industry", q="Ada") == (
        "Registrations on the list: “Ada”, status Confirmed, sector Industry"
    )
    assert name(all="yes", answer="Quaker") == "Registrations on the list: answer"
    assert name(all="yes", tag="999") == "Registrations on the list, by a filter that is gone"


def test_from_the_list_to_the_messages_of_exactly_those(sign_in):
    conference = make_conference()
    crowd(conference)
    client = sign_in(conference, TeamRole.DESK)

    bulk = reverse("participants:bulk", kwargs={"conference": conference.slug})
    page = client.get(f"{bulk}?status=confirmed&all=yes&action=write", follow=True)
    form = {"audience": "selection", "subject": "Soon", "text": TEXT}
    address = page.redirect_chain[-1][0]
    draft = client.post(address, form, follow=True).content.decode()

    mailing = Mailing.objects.get()
    assert QueryDict(mailing.selection).dict() == {"all": "yes", "as": "desk", "status": "confirmed"}
    assert "To whom it goes: Registrations on the list: status Confirmed" in draft
    assert "Send to 2 people" in draft
    make_registration(conference, status=Status.WAITLISTED)
    correspondence.start(mailing, by=None, at=OPENING)
    jobs.write_mailings()
    assert sorted(message.to_name.split()[-1] for message in mailing.messages.all()) == ["Ada", "Bela"]


def test_a_selection_of_nobody_says_so(sign_in):
    conference = make_conference()
    address = reverse("correspondence:new_mailing", kwargs={"conference": conference.slug})

    page = sign_in(conference, TeamRole.DESK).get(f"{address}?selection=select%3D0")

    assert "Nobody with an e-mail address is selected." in page.content.decode()
    assert "selection" not in dict(page.context["form"].fields["audience"].choices)
