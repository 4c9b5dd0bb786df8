"""Accepting a suggested wording, letting a finding stand, taking it up again."""

from datetime import timedelta

import pytest
from django.urls import reverse

from lib.refusal import NotPossible
from reports import actions
from reports.choices import NoteStatus
from reports.gathering import findings_of
from reports.models import Dismissal, Footnote, FrontMatterItem, InformationNote
from tests.factories import OPENING, make_conference, make_note, make_participant, make_user

LATER = OPENING + timedelta(days=5)
TEXT = "First 1540 (2000), then 1540 (2004), then 1540 (2000) once more."

pytestmark = pytest.mark.django_db


@pytest.fixture
def note():
    note = make_note(make_conference(), sections=[("Background", TEXT)])
    Footnote.objects.create(note=note, number=1, text="For information.", is_on_title=True)
    return note


def findings(note):
    return findings_of(InformationNote.objects.whole().get(pk=note.pk))[0]


def test_accept_suggestion_changes_that_place_and_no_other(note):
    _, second = findings(note)

    actions.accept_suggestion(note, second.fingerprint, by=make_user(name="Rosa Rapporteur"), at=LATER)

    assert note.sections.get().text == "First 1540 (2000), then 1540 (2004), then 1540 (2004) once more."
    assert note.revisions.first().author_label == "Rosa Rapporteur"
    assert len(findings(note)) == 1


def test_accept_suggestion_twice_is_refused_because_it_is_no_longer_there(note):
    first, _ = findings(note)
    actions.accept_suggestion(note, first.fingerprint, by=None, at=LATER)
    text = note.sections.get().text

    with pytest.raises(NotPossible, match="no longer there"):
        actions.accept_suggestion(note, first.fingerprint, by=None, at=LATER)

    assert note.sections.get().text == text


def test_accept_suggestion_refuses_a_closed_note(note):
    first, _ = findings(note)
    InformationNote.objects.update(status=NoteStatus.CLEARED)

    with pytest.raises(NotPossible, match="cleared"):
        actions.accept_suggestion(note, first.fingerprint, by=None, at=LATER)

    assert note.sections.get().text == TEXT


def test_accept_suggestion_takes_front_matter_from_the_data(note):
    FrontMatterItem.objects.create(note=note, key="date", label="Date", value="5 June 2030, Geneva")
    finding = next(each for each in findings(note) if each.rule == "front_matter")

    actions.accept_suggestion(note, finding.fingerprint, by=None, at=LATER)

    assert note.front_matter.get().value == "3-4 June 2030, Geneva, Switzerland"


def test_accept_suggestion_refuses_where_there_is_none(note):
    make_participant(note.conference, given_name="Ana", family_name="Núñez")
    actions.change_part(note.sections.get(), text="Ana Núñez spoke.", by=None, at=LATER)
    (finding,) = findings(note)

    with pytest.raises(NotPossible, match="no wording to accept"):
        actions.accept_suggestion(note, finding.fingerprint, by=None, at=LATER)


def test_dismiss_lets_a_finding_stand_with_its_reason(note):
    first, second = findings(note)

    actions.dismiss(note, first.fingerprint, reason="Quoted as spoken.", by=make_user(name="Rosa"), at=LATER)

    assert [each.fingerprint for each in findings(note)] == [second.fingerprint]
    assert [(each.reason, each.by) for each in Dismissal.objects.all()] == [("Quoted as spoken.", "Rosa")]
    entry = note.conference.history.get()
    assert (entry.verb, entry.reason) == ("note.finding_dismissed", "Quoted as spoken.")


@pytest.mark.parametrize(("fingerprint", "reason"), [("first", ""), ("unknown", "A reason.")])
def test_dismiss_refuses_without_a_reason_or_a_finding(note, fingerprint, reason):
    key = findings(note)[0].fingerprint if fingerprint == "first" else fingerprint

    with pytest.raises(NotPossible):
        actions.dismiss(note, key, reason=reason, by=None, at=LATER)

    assert not Dismissal.objects.exists()


def test_take_up_again_reports_it_again(note):
    first, _ = findings(note)
    actions.dismiss(note, first.fingerprint, reason="Quoted.", by=None, at=LATER)

    actions.take_up_again(note, first.fingerprint, by=None, at=LATER)

    assert len(findings(note)) == 2
    with pytest.raises(NotPossible, match="was not dismissed"):
        actions.take_up_again(note, first.fingerprint, by=None, at=LATER)


def test_the_pages_of_proofreading(sign_in, note):
    client = sign_in(note.conference)
    where = {"conference": note.conference.slug, "language": "en"}
    page = reverse("reports:finding_list", kwargs=where)
    first, second = client.get(page).context["findings"]

    accepted = client.post(
        reverse("reports:accept_suggestion", kwargs=where | {"fingerprint": first.fingerprint}), follow=True
    )
    assert "“1540 (2000)” is now “1540 (2004)”." in accepted.content.decode()
    (second,) = client.get(page).context["findings"]
    dismiss = reverse("reports:dismiss_finding", kwargs=where | {"fingerprint": second.fingerprint})
    assert client.post(dismiss, {"reason": ""}).context["form"].errors == {"reason": ["This field is required."]}
    client.post(dismiss, {"reason": "Quoted as spoken."})

    shown = client.get(page)
    assert shown.context["findings"] == []
    assert "Quoted as spoken." in shown.content.decode()
    assert client.get(dismiss).status_code == 404
    client.post(reverse("reports:take_up_again", kwargs=where | {"fingerprint": second.fingerprint}))
    assert len(client.get(page).context["findings"]) == 1


def test_a_family_name_alone_is_asked_about_only_where_nobody_else_bears_it(note):
    for given, family, is_listed in (("Ana", "Rojas", False), ("Eva", "Soto", False), ("Luis", "Soto", True)):
        make_participant(note.conference, given_name=given, family_name=family, is_listed=is_listed)
    section = note.sections.first()
    actions.change_part(section, text="Ms. Rojas and Ms. Soto agreed with Eva Soto.", by=None, at=LATER)

    assert [each.excerpt for each in findings(note) if each.rule == "no_consent"] == ["Ms. Rojas", "Eva Soto"]
