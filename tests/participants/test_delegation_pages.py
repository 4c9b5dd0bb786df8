"""The pages of delegations: nominating by personal link, and the desk's."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conference.choices import TeamRole
from lib.refusal import NotPossible
from participants import actions
from participants.choices import NominationState
from participants.models import Delegation
from tests.factories import (
    make_conference,
    make_delegation,
    make_organisation,
    make_participant,
    make_registration,
)
from tests.history import verbs
from tests.participants.nominating import BY, link_to, person, submitted

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\nnote verbale\n%%EOF\n"


def page(name, delegation, **kwargs):
    return reverse(
        f"participants:{name}", kwargs={"conference": delegation.conference.slug, "pk": delegation.pk, **kwargs}
    )


def sent(*people, **buttons):
    given = {f"person-{n}-{name}": value for n, row in enumerate(people) for name, value in row.items()}
    return {"count": len(people), **given, **buttons}


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


def test_the_desk_gives_the_members_their_roles_and_their_order(sign_in):
    delegation = make_delegation(make_conference())
    zhao, abe = (
        make_participant(delegation.conference, delegation=delegation, family_name=name) for name in ("Zhao", "Abe")
    )
    client, url = sign_in(delegation.conference, TeamRole.DESK), page("arrange_members", delegation)
    heads = {f"role-{zhao.pk}": "head", f"role-{abe.pk}": "head", f"position-{zhao.pk}": 2, f"position-{abe.pk}": 1}

    assert "A delegation has one head." in client.post(url, heads).content.decode()
    client.post(url, heads | {f"role-{abe.pk}": "adviser"})

    members = delegation.members.order_by("delegation_position").values_list("family_name", "delegation_role")
    assert list(members) == [("Abe", "adviser"), ("Zhao", "head")]
    assert url in client.get(delegation.get_absolute_url()).content.decode()
