"""What is ticked on the desk's list stays so from page to page, until something is done with it."""

import io
from datetime import timedelta

import openpyxl
import pytest

from conference.choices import ConferenceStatus, TeamRole
from participants import actions
from participants.choices import RegistrationStatus as Status
from tests.factories import BEFORE, make_conference, make_participant, make_registration
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
url = pages_of("participants")


def crowd(conference, count):
    people = [make_participant(conference, family_name=f"Family {number:03}") for number in range(count)]
    return [make_registration(conference, participant=person, status=Status.PENDING) for person in people]


def page(client, conference, number, **more):
    return client.get(url("registration_list", conference), {"sort": "name", "page": number} | more)


def tick(client, conference, response, chosen, **more):
    """Send the list's form as a browser does: what the page shows, what is ticked of it, and the button."""
    shown = ".".join(str(record.pk) for record in response.context["table"].records)
    data = {"shown": shown, "select": [each.pk for each in chosen]} | more
    return client.post(url("keep_selection", conference) + "?sort=name&page=4", data)


def ticked(response):
    html = response.content.decode()
    return [record.pk for record in response.context["table"].records if f'value="{record.pk}" aria-label="Select {record.participant.name}" checked>' in html]  # fmt: skip


def test_three_on_page_one_and_two_on_page_four_are_acted_on_together(sign_in):
    conference = make_conference()
    people = crowd(conference, 160)
    client = sign_in(conference)

    tick(client, conference, page(client, conference, 1), people[:3], keep="yes")
    fourth = page(client, conference, 4)
    kept = tick(client, conference, fourth, people[150:152], keep="yes")
    assert kept.url == url("registration_list", conference) + "?sort=name&page=4"
    first = page(client, conference, 1)
    assert ticked(first) == [each.pk for each in people[:3]]
    assert first.context["elsewhere"] == 2
    go = tick(client, conference, first, people[:3], go="yes", action="confirm")
    asked = client.get(go.url)

    assert "Confirm 5 registrations?" in asked.content.decode()
    client.post(go.url, {"count": 5, "reason": ""})
    assert set(conference.registrations.confirmed()) == {*people[:3], *people[150:152]}
    assert ticked(page(client, conference, 1)) == []


def test_what_is_unticked_is_forgotten_and_all_of_it_at_one_word(sign_in):
    conference = make_conference()
    people = crowd(conference, 60)
    client = sign_in(conference)
    tick(client, conference, page(client, conference, 1), people[:3], keep="yes")
    tick(client, conference, page(client, conference, 2), people[50:53], keep="yes")

    tick(client, conference, page(client, conference, 1), people[1:2], keep="yes")
    shown = page(client, conference, 1, selected="yes")
    assert [record.pk for record in shown.context["table"].records] == [people[1].pk, *(each.pk for each in people[50:53])]  # fmt: skip
    tick(client, conference, page(client, conference, 1), people[:9], clear="yes")

    assert ticked(page(client, conference, 1)) == []


def test_select_all_takes_the_whole_list_whatever_is_ticked(sign_in):
    conference = make_conference()
    people = crowd(conference, 60)
    make_registration(conference, status=Status.CANCELLED)
    client = sign_in(conference)
    first = page(client, conference, 1, status="pending")
    shown = ".".join(str(record.pk) for record in first.context["table"].records)

    go = client.post(
        url("keep_selection", conference) + "?status=pending",
        {"shown": shown, "select": [people[0].pk], "all": "yes", "go": "yes", "action": "reject"},
    )

    assert "Reject 60 registrations?" in client.get(go.url).content.decode()


def test_a_tick_that_the_page_did_not_show_counts_for_nothing(sign_in):
    conference = make_conference()
    people = crowd(conference, 2)
    foreign = make_registration(make_conference())
    client = sign_in(conference)

    client.post(
        url("keep_selection", conference), {"shown": f"{people[0].pk}.x.{'9' * 30}", "select": [foreign.pk, "x"]}
    )

    assert client.session["selections"] == {str(conference.pk): []}


def test_each_conference_has_a_selection_of_its_own(sign_in):
    conference, other = make_conference(), make_conference()
    [person] = crowd(conference, 1)
    client = sign_in(conference)
    tick(client, conference, page(client, conference, 1), [person], keep="yes")

    sign_in(other)

    assert "Nobody is selected" in client.get(url("bulk", other), {"action": "confirm"}).content.decode()


def test_the_selected_are_exported_and_nobody_else(sign_in):
    conference = make_conference()
    people = crowd(conference, 60)
    client = sign_in(conference)
    tick(client, conference, page(client, conference, 2), people[50:52], keep="yes")

    first = page(client, conference, 1, columns="phone")
    shown = ".".join(str(record.pk) for record in first.context["table"].records)
    data = {"shown": shown, "select": people[0].pk, "go": "yes", "action": "xlsx"}
    go = client.post(url("keep_selection", conference) + "?status=pending&sort=-name&columns=phone", data)
    assert go.status_code == 307  # the browser sends the form on, so that the history can say who took the file
    file = client.post(go.url)

    workbook = openpyxl.load_workbook(io.BytesIO(b"".join(file.streaming_content)))
    rows = list(workbook.active.iter_rows(values_only=True))
    assert [row[2] for row in rows] == ["Family name", "Family 051", "Family 050", "Family 000"]
    assert rows[0][4:] == ("Telephone",)
    entry = conference.history.get()
    assert (entry.after["registrations"], entry.after["list"]) == (3, "Registrations on the list: ticked")


def test_nobody_is_exported_when_nobody_is_selected(sign_in):
    conference = make_conference()
    crowd(conference, 2)
    client = sign_in(conference)

    go = tick(client, conference, page(client, conference, 1), [], go="yes", action="csv")

    assert "Nobody is selected" in client.get(go.url).content.decode()
    assert not conference.selections.exists()


def test_what_was_chosen_stays_whatever_is_ticked_meanwhile(sign_in):
    conference = make_conference()
    people = crowd(conference, 3)
    client = sign_in(conference)
    go = tick(client, conference, page(client, conference, 1), people[:2], go="yes", action="reject")

    tick(client, conference, page(client, conference, 1), people[2:], keep="yes")

    asked = client.get(go.url)
    assert "Reject 2 registrations?" in asked.content.decode()
    client.post(go.url, asked.context["form"].initial | {"reason": ""})
    assert set(conference.registrations.filter(status=Status.REJECTED)) == set(people[:2])


@pytest.mark.parametrize(
    ("action", "lands_at"), [("write", "/mailings/new/"), ("invite", "/prepare-selected/"), ("confirm", "/bulk/")]
)
def test_the_address_of_a_large_selection_is_short(sign_in, action, lands_at):
    conference = make_conference()
    people = crowd(conference, 60)
    client = sign_in(conference)
    tick(client, conference, page(client, conference, 1), people[:50], keep="yes")

    go = tick(client, conference, page(client, conference, 2), people[50:], go="yes", action=action)
    landed = client.get(go.url, follow=True)

    address = landed.redirect_chain[-1][0] if landed.redirect_chain else go.url
    assert lands_at in address
    assert len(address) < 200
    assert "60 " in landed.content.decode()


def test_a_selection_of_another_conference_or_one_that_is_forgotten_is_nobody(sign_in):
    conference, other = make_conference(), make_conference()
    chosen = actions.keep_selection(other, [each.pk for each in crowd(other, 2)], by=None, at=BEFORE)
    client = sign_in(conference)

    assert "Nobody is selected" in client.get(url("bulk", conference), {"action": "confirm", "chosen": chosen.pk}).content.decode()  # fmt: skip
    actions.forget_old_work(by=None, at=BEFORE + timedelta(days=6))
    assert list(other.selections.all()) == [chosen]
    actions.forget_old_work(by=None, at=BEFORE + timedelta(days=8))

    assert not other.selections.exists()


def test_without_an_action_the_reader_is_told_to_choose_one(sign_in):
    conference = make_conference()
    people = crowd(conference, 2)
    client = sign_in(conference)

    go = tick(client, conference, page(client, conference, 1), people, go="yes", action="")

    assert "2 registrations are selected. Choose beside “Continue” what to do with them." in client.get(go.url).content.decode()  # fmt: skip


@pytest.mark.parametrize("role", [TeamRole.VIEWER, TeamRole.RAPPORTEUR])
def test_who_only_reads_selects_nobody(sign_in, role):
    conference = make_conference()
    crowd(conference, 1)
    client = sign_in(conference, role)

    assert client.post(url("keep_selection", conference), {}).status_code == 403
    assert 'name="select"' not in page(client, conference, 1).content.decode()


def test_as_many_but_others_than_were_shown_are_looked_at_again(sign_in):
    conference = make_conference()
    first = crowd(conference, 1)[0]
    client = sign_in(conference)
    address = url("bulk", conference) + "?action=confirm&all=yes&status=pending"
    shown = client.get(address).context["form"].initial
    first.delete()
    second = crowd(conference, 1)[0]

    again = client.post(address, shown | {"reason": ""})

    second.refresh_from_db()
    assert "1 are meant now: look at them again." in again.content.decode()
    assert second.status == Status.PENDING
    hidden = {name: again.context["form"][name].value() for name in ("count", "seen")}
    client.post(address, hidden | {"reason": ""})
    second.refresh_from_db()
    assert second.status == Status.CONFIRMED


def test_the_selected_of_an_archived_conference_are_exported_still(sign_in):
    conference = make_conference(status=ConferenceStatus.ARCHIVED)
    people = crowd(conference, 3)
    client = sign_in(conference)
    shown = page(client, conference, 1)

    go = tick(client, conference, shown, people[:1], go="yes", action="csv")
    file = client.post(go.url)

    assert (go.status_code, file.status_code) == (307, 200)
    text = b"".join(file.streaming_content).decode()
    assert "Family 000" in text
    assert "Family 001" not in text
