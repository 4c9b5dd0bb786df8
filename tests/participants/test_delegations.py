"""Delegations: seats, focal points, the nomination from the personal link to the accepted list."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conference.choices import TeamRole
from correspondence.models import Message
from lib import links
from lib.refusal import NotPossible
from participants import actions, places
from participants.choices import DelegationRole, NominationState, RegistrationStatus
from participants.models import Delegation, Nominee
from tests.factories import (
    BEFORE,
    OPENING,
    make_conference,
    make_delegation,
    make_organisation,
    make_participant,
    make_registration,
)

pytestmark = pytest.mark.django_db
BY = {"by": "Olga", "at": BEFORE}
PDF = b"%PDF-1.7\nnote verbale\n%%EOF\n"


def person(family_name, *, email="", role=DelegationRole.DELEGATE, **more):
    return {"role": role, "honorific": "", "given_name": "", "family_name": family_name, "job_title": ""} | {
        "email": email,
        **more,
    }


def submitted(conference, *people, **fields):
    delegation = make_delegation(conference, **fields)
    actions.save_nomination(delegation, list(people), **BY)
    return actions.submit_nomination(delegation, **BY)


def verbs(conference):
    return [entry.verb for entry in conference.history.order_by("pk") if entry.verb != "message.written"]


def kinds():
    return sorted(Message.objects.values_list("kind", flat=True))


def link_to(delegation):
    link = links.make("participants:nomination", delegation.pk, delegation.link_version)
    return reverse("participants:nomination", kwargs={"link": link})


def page(name, delegation, **kwargs):
    return reverse(
        f"participants:{name}", kwargs={"conference": delegation.conference.slug, "pk": delegation.pk, **kwargs}
    )


def sent(*people, **buttons):
    given = {f"person-{n}-{name}": value for n, row in enumerate(people) for name, value in row.items()}
    return {"count": len(people), **given, **buttons}


def test_a_new_delegation_takes_in_who_represents_the_organisation_already():
    conference, organisation = make_conference(), make_organisation()
    here = make_participant(conference, organisation=organisation)
    make_participant(make_conference(), organisation=organisation)

    delegation = actions.add_delegation(conference, organisation, focal_point_name="Fatou", seat_limit=2, **BY)

    assert [member.pk for member in delegation.members.all()] == [here.pk]
    assert verbs(conference) == ["delegation.added", "participant.changed"]


def test_a_second_delegation_of_an_organisation_is_refused():
    conference = make_conference()
    delegation = make_delegation(conference)

    with pytest.raises(NotPossible, match="has a delegation at this conference already"):
        actions.add_delegation(conference, delegation.organisation, **BY)

    assert conference.delegations.count() == 1


def test_seats_below_what_is_taken_are_refused_with_the_number():
    conference = make_conference()
    delegation = make_delegation(conference, seat_limit=5)
    for _ in range(2):
        make_registration(conference, participant=make_participant(conference, delegation=delegation))

    with pytest.raises(NotPossible, match="2 seats are taken"):
        actions.change_delegation(delegation, seat_limit=1, **BY)

    delegation.refresh_from_db()
    assert delegation.seat_limit == 5
    assert verbs(conference) == []


def test_another_address_makes_the_old_link_useless(client):
    delegation = make_delegation(make_conference())
    old = link_to(delegation)

    actions.change_delegation(delegation, focal_point_email="new@example.org", **BY)

    assert client.get(old).status_code == 410


def test_no_more_of_a_delegation_are_confirmed_than_it_has_seats():
    conference = make_conference()
    delegation = make_delegation(conference, seat_limit=1)
    first, second = (make_participant(conference, delegation=delegation) for _ in range(2))

    one = actions.register(first, needs_approval=False, **BY)
    two = actions.register(second, needs_approval=False, **BY)

    assert (one.status, two.status) == (RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED)
    with pytest.raises(NotPossible, match="has 1 seat; all are taken"):
        actions.confirm(two, **BY)


def test_a_seat_that_becomes_free_goes_to_the_delegation_and_others_are_not_kept_waiting():
    conference = make_conference(capacity=2)
    delegation = make_delegation(conference, seat_limit=1)
    seated, waiting = (make_participant(conference, delegation=delegation) for _ in range(2))
    holder = make_registration(conference, participant=seated)
    other = make_registration(conference)
    first = make_registration(conference, participant=waiting, status=RegistrationStatus.WAITLISTED)
    second = make_registration(conference, status=RegistrationStatus.WAITLISTED)

    actions.cancel(other, **BY)
    second.refresh_from_db()
    first.refresh_from_db()
    passed_over = (first.status, second.status)
    actions.cancel(holder, **BY)
    first.refresh_from_db()

    assert passed_over == (RegistrationStatus.WAITLISTED, RegistrationStatus.CONFIRMED)
    assert first.status == RegistrationStatus.CONFIRMED
    assert places.seats_taken(delegation) == 1


def test_a_confirmed_person_is_taken_in_only_while_a_seat_is_free():
    conference = make_conference()
    delegation = make_delegation(conference, seat_limit=1)
    people = [make_registration(conference).participant for _ in range(2)]
    actions.take_in(delegation, people[0], **BY)

    with pytest.raises(NotPossible, match="All 1 seats"):
        actions.take_in(delegation, people[1], **BY)
    actions.take_out(delegation, people[0], **BY)
    actions.take_in(delegation, people[1], **BY)

    assert [member.pk for member in delegation.members.all()] == [people[1].pk]


def test_the_focal_point_is_asked_by_a_message_with_a_link():
    delegation = make_delegation(make_conference())

    actions.ask_for_nominations(delegation, **BY)

    message = Message.objects.get()
    assert (message.kind, message.to_email) == ("nomination_request", delegation.focal_point_email)
    assert (message.link_purpose, message.link_pk) == ("participants:nomination", delegation.pk)
    assert Delegation.objects.get().state == NominationState.ASKED
    assert verbs(delegation.conference) == ["nomination.asked_for"]


def test_without_an_address_nobody_is_asked():
    delegation = make_delegation(make_conference(), focal_point_email="")

    with pytest.raises(NotPossible, match="no focal point’s address"):
        actions.ask_for_nominations(delegation, **BY)

    assert not Message.objects.exists()


def test_a_saved_list_keeps_its_order_and_saving_it_again_writes_nothing():
    delegation = make_delegation(make_conference())
    people = [person("Zhao", role=DelegationRole.HEAD), person("Abe", email="abe@example.org")]

    for _ in range(2):
        actions.save_nomination(delegation, people, **BY)

    assert [nominee.family_name for nominee in delegation.nominees.all()] == ["Zhao", "Abe"]
    assert verbs(delegation.conference) == ["nomination.saved"]


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        ([], "Nobody is on the list"),
        ([person("")], "needs a name"),
        ([person("A"), person("B"), person("C")], "has 2 seats; the list has 3"),
    ],
)
def test_a_list_that_cannot_be_submitted_is_refused_and_stays_open(people, sentence):
    delegation = make_delegation(make_conference(), seat_limit=2)
    actions.save_nomination(delegation, people, **BY)

    with pytest.raises(NotPossible, match=sentence):
        actions.submit_nomination(delegation, **BY)

    assert Delegation.objects.get().is_open


def test_a_list_is_submitted_once():
    delegation = submitted(make_conference(), person("Zhao"))

    with pytest.raises(NotPossible, match="has been submitted"):
        actions.submit_nomination(delegation, **BY)
    with pytest.raises(NotPossible, match="has been submitted"):
        actions.save_nomination(delegation, [], **BY)

    assert delegation.nominees.count() == 1


def test_who_is_accepted_is_registered_in_order_and_gets_a_personal_link():
    conference = make_conference(capacity=2)
    delegation = submitted(
        conference,
        person("Zhao", email="zhao@example.org", role=DelegationRole.HEAD, job_title="Minister"),
        person("Abe"),
        person("Late", email="late@example.org"),
        organisation=make_organisation(country="JP"),
    )

    actions.accept_nomination(delegation, by="Olga", at=OPENING)

    members = list(delegation.members.order_by("delegation_position"))
    assert [(each.family_name, each.registration.status) for each in members] == [
        ("Zhao", RegistrationStatus.CONFIRMED),
        ("Abe", RegistrationStatus.CONFIRMED),
        ("Late", RegistrationStatus.WAITLISTED),
    ]
    assert (members[0].delegation_role, members[0].job_title, members[0].country) == ("head", "Minister", "JP")
    assert {each.organisation for each in members} == {delegation.organisation}
    assert kinds() == ["confirmation", "nomination_accepted", "waiting_list"]
    assert Message.objects.get(kind="confirmation").link_purpose == "participants:me"
    assert Delegation.objects.get().state == NominationState.ACCEPTED


def test_accepted_people_can_be_invited_instead_and_those_without_address_are_registered():
    conference = make_conference()
    delegation = submitted(conference, person("Zhao", email="zhao@example.org"), person("Abe"))

    actions.accept_nomination(delegation, are_invited=True, **BY)

    zhao, abe = delegation.members.order_by("delegation_position")
    assert (hasattr(zhao, "registration"), zhao.invitation.answer) == (False, "")
    assert abe.registration.status == RegistrationStatus.CONFIRMED
    assert kinds() == ["invitation", "nomination_accepted"]


def test_somebody_known_by_address_is_not_added_twice():
    conference = make_conference()
    known = make_participant(conference, family_name="Zhao", email="zhao@example.org", phone="+41229171234")
    delegation = submitted(conference, person("Zhao", email="ZHAO@example.org", job_title="Minister"))

    actions.accept_nomination(delegation, **BY)

    known.refresh_from_db()
    assert conference.participants.count() == 1
    assert (known.job_title, str(known.phone), known.delegation_id) == ("Minister", "+41229171234", delegation.pk)


def test_one_person_who_cannot_be_accepted_keeps_the_whole_list_back():
    conference = make_conference()
    rejected = make_registration(
        conference,
        participant=make_participant(conference, email="no@example.org"),
        status=RegistrationStatus.REJECTED,
    )
    delegation = submitted(conference, person("Abe"), person("No", email="no@example.org"))

    with pytest.raises(NotPossible, match="No cannot be accepted: The organisers have rejected"):
        actions.accept_nomination(delegation, **BY)

    rejected.participant.refresh_from_db()
    assert conference.participants.count() == 1
    assert rejected.participant.delegation is None
    assert Delegation.objects.get().state == NominationState.SUBMITTED


def test_a_list_that_outgrew_its_seats_meanwhile_is_not_accepted():
    conference = make_conference()
    delegation = submitted(conference, person("Abe"), person("Zhao"), seat_limit=2)
    make_registration(conference, participant=make_participant(conference, delegation=delegation))

    with pytest.raises(NotPossible, match="has 2 seats, 1 of them taken; the list has 2"):
        actions.accept_nomination(delegation, **BY)

    assert delegation.members.count() == 1


def test_a_list_sent_back_is_open_again_with_the_reason_and_accepted_people_stay():
    conference = make_conference()
    delegation = submitted(conference, person("Abe"))
    actions.accept_nomination(delegation, **BY)

    actions.send_nomination_back(delegation, reason="Name a head.", **BY)
    actions.save_nomination(delegation, [person("Zhao", role=DelegationRole.HEAD)], **BY)
    actions.submit_nomination(delegation, **BY)
    actions.accept_nomination(delegation, by="Olga", at=OPENING)

    assert sorted(each.family_name for each in delegation.members.all()) == ["Abe", "Zhao"]
    assert Nominee.objects.filter(participant=None).count() == 0
    back = Message.objects.get(kind="nomination_sent_back")
    assert "Name a head." in back.text
    assert "nomination.sent_back" in verbs(conference)


def test_a_delegation_is_nominated_on_one_page_without_an_account(client):
    delegation = make_delegation(make_conference())
    url = link_to(delegation)
    zhao = person("Zhao", email="zhao@example.org", role="head")
    abe = person("Abe")

    client.get(url)
    untouched = delegation.nominees.count()
    added = client.post(url, sent(zhao, add="yes"))
    shown = client.get(added["Location"].partition("#")[0])
    client.post(url, sent(zhao, abe, person("Foe"), up=1))
    client.post(url, sent(abe, zhao, person("Foe"), remove=2))
    client.post(url, sent(abe, zhao, save="yes") | {"letter": SimpleUploadedFile("x.pdf", PDF)})
    draft = Delegation.objects.get()
    done = client.post(url, sent(abe, zhao, submit="yes"))

    assert untouched == 0
    assert added["Location"] == f"{url}?add=yes#person-1"
    assert len(shown.context["form"].rows) == 2
    assert draft.is_open
    assert draft.nomination_document.read() == PDF
    draft.nomination_document.close()
    assert [nominee.family_name for nominee in delegation.nominees.all()] == ["Abe", "Zhao"]
    assert done["Location"] == url
    assert Delegation.objects.get().state == NominationState.SUBMITTED
    assert b"Your nomination is submitted" in client.get(url).content


def test_a_faulty_list_comes_back_as_it_was_typed_with_every_fault(client):
    delegation = make_delegation(make_conference(), seat_limit=1)
    people = [
        person("Zhao", email="not an address", role="head"),
        person("", email="abe@example.org", role="head"),
        person("Abe", email="ABE@example.org"),
    ]

    response = client.post(
        link_to(delegation), sent(*people, submit="yes") | {"letter": SimpleUploadedFile("x.pdf", b"<html>")}
    )

    form = response.context["form"]
    assert form.errors == {
        "letter": ["The file is neither a PDF nor a JPEG or PNG picture."],
        "person-0-email": ["Enter an address for person 1 such as name@example.org."],
        "person-1-family_name": ["Enter the family name of person 2."],
        "person-1-role": ["Person 1 is the head of delegation already."],
        "person-2-email": ["Person 3 has the address of person 2. Each needs an own one."],
    }
    assert form["person-0-email"].value() == "not an address"
    assert delegation.nominees.count() == 0


def test_too_many_for_the_seats_stay_a_draft_and_the_page_says_so(client):
    delegation = make_delegation(make_conference(), seat_limit=1)

    response = client.post(link_to(delegation), sent(person("Abe"), person("Zhao"), submit="yes"))

    assert response.context["form"].non_field_errors() == ["The delegation has 1 seat; the list has 2."]
    assert delegation.nominees.count() == 2
    assert Delegation.objects.get().is_open


def test_the_letter_is_a_download_for_the_desk_only(client, sign_in):
    delegation = make_delegation(make_conference(), organisation=make_organisation(official_name="Côte d’Ivoire"))
    actions.attach_letter(delegation, ContentFile(PDF, name="document.pdf"), **BY)
    url = page("nomination_letter", delegation)

    assert sign_in(delegation.conference, TeamRole.VIEWER).get(url).status_code == 403
    response = sign_in(delegation.conference, TeamRole.DESK).get(url)

    assert response["Content-Disposition"] == 'attachment; filename="nomination-cote-divoire.pdf"'
    assert response["Content-Type"] == "application/pdf"
    assert b"".join(response.streaming_content) == PDF
    response.close()


def test_an_earlier_letter_is_deleted_when_another_takes_its_place(django_capture_on_commit_callbacks):
    delegation = make_delegation(make_conference())
    first = actions.attach_letter(delegation, ContentFile(PDF, name="document.pdf"), **BY).nomination_document
    storage, old = first.storage, first.name

    with django_capture_on_commit_callbacks(execute=True):
        actions.attach_letter(delegation, ContentFile(PDF, name="document.pdf"), **BY)

    assert not storage.exists(old)
    assert storage.exists(Delegation.objects.get().nomination_document.name)


def test_the_desk_opens_asks_checks_and_sends_back_on_its_pages(sign_in):
    conference = make_conference()
    make_organisation(official_name="Japan", aliases=["Nippon"])
    client = sign_in(conference, TeamRole.DESK)

    client.post(
        reverse("participants:add_delegation", kwargs={"conference": conference.slug}),
        {"organisation": "nippon", "focal_point_email": "focal@example.org", "seat_limit": 2},
    )
    delegation = conference.delegations.get()
    client.post(page("ask_for_nominations", delegation))
    actions.save_nomination(delegation, [person("Abe")], **BY)
    actions.submit_nomination(delegation, **BY)
    client.post(page("send_nomination_back", delegation), {"reason": "Name a head."})
    sent_back = Delegation.objects.get().state
    actions.submit_nomination(delegation, **BY)
    client.post(page("accept_nomination", delegation), {"how": "register"})

    assert sent_back == NominationState.SENT_BACK
    assert Delegation.objects.get().state == NominationState.ACCEPTED
    assert conference.registrations.confirmed().count() == 1


def test_the_list_shows_seats_and_is_filtered_by_how_the_nomination_stands(sign_in):
    conference = make_conference()
    japan = submitted(conference, person("Abe"), organisation=make_organisation(official_name="Japan"), seat_limit=3)
    make_delegation(conference, organisation=make_organisation(official_name="Chile"))
    make_registration(conference, participant=make_participant(conference, delegation=japan))
    client, url = sign_in(conference), reverse("participants:delegation_list", kwargs={"conference": conference.slug})

    def rows(**query):
        table = client.get(url, query).context["table"]
        return [(str(row.record), row.record.taken_count) for row in table.rows]

    assert rows() == [("Chile", 0), ("Japan", 1)]
    assert rows(state="submitted") == [("Japan", 1)]
    assert rows(state="not_asked") == [("Chile", 0)]
    assert rows(q="chi") == [("Chile", 0)]


def test_a_submitted_nomination_asks_for_attention_on_the_overview(sign_in):
    conference = make_conference()
    make_registration(conference)
    submitted(conference, person("Abe"))

    page = sign_in(conference).get(reverse("conference:desk", kwargs={"conference": conference.slug}))

    [panel] = [each for each in page.context["panels"] if each.template == "participants/_desk_panel.html"]
    url = reverse("participants:delegation_list", kwargs={"conference": conference.slug})
    assert [(each[0], each[1], each[3]) for each in panel.context["attention"]] == [
        (1, "nomination of a delegation waits to be checked", f"{url}?state=submitted")
    ]


def test_a_delegation_with_members_is_not_closed():
    conference = make_conference()
    delegation = make_delegation(conference)
    member = make_participant(conference, delegation=delegation)

    with pytest.raises(NotPossible, match="has members"):
        actions.remove_delegation(delegation, **BY)
    actions.take_out(delegation, member, **BY)
    actions.remove_delegation(delegation, **BY)

    assert not conference.delegations.exists()
    assert verbs(conference) == ["participant.changed", "delegation.removed"]


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(sign_in, django_assert_max_num_queries, how_many):
    conference = make_conference()
    for _ in range(how_many):
        make_participant(conference, delegation=make_delegation(conference))
    client = sign_in(conference)

    with django_assert_max_num_queries(11):
        client.get(reverse("participants:delegation_list", kwargs={"conference": conference.slug}))
