"""The pages on which a conference's own questions are written, answered and read."""

from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from conference.choices import TeamRole
from lib import links
from lib.refusal import NotPossible
from participants import actions
from participants.choices import QuestionKind, RegistrationStatus
from participants.models import Question
from tests.factories import (
    make_conference,
    make_invitation,
    make_participant,
    make_question,
    make_registration,
)
from tests.pages import pages_of
from tests.participants.answering import BY, PDF, answer, choice_of, texts

pytestmark = pytest.mark.django_db
page = pages_of("participants")


def link_to(name, purpose, subject):
    return reverse(f"participants:{name}", kwargs={"link": links.make(purpose, subject.pk, subject.link_version)})


def test_an_invited_person_answers_while_accepting(client):
    conference = make_conference()
    invitation = make_invitation(conference, participant=make_participant(conference, family_name="Núñez"))
    needed = make_question(conference, label="Meal?", is_required=True)
    url = link_to("accept", "participants:invitation", invitation)

    refused = client.post(url, {"family_name": "Núñez"})
    client.post(url, {"family_name": "Núñez", f"question-{needed.pk}": "Fish"})

    assert list(refused.context["form"].errors) == [f"question-{needed.pk}"]
    registration = conference.registrations.get()
    assert (registration.status, texts(registration)) == (RegistrationStatus.CONFIRMED, {needed.pk: "Fish"})


def test_a_choice_that_is_full_by_then_leaves_the_invitation_unanswered(client):
    conference = make_conference()
    question = make_question(conference, kind=QuestionKind.ONE_CHOICE, choices=[("Visit", 1), "No visit"])
    visit = choice_of(question, "Visit").pk
    invitation = make_invitation(conference)
    answer(make_registration(conference), question, visit)

    with pytest.raises(NotPossible, match="No place is left"):
        actions.accept(invitation, answers={question.pk: str(visit)}, **BY)

    invitation.refresh_from_db()
    assert invitation.answer == ""
    assert not hasattr(invitation.participant, "registration")


def test_a_participant_answers_later_on_the_own_page(client):
    conference = make_conference()
    registration = make_registration(conference)
    passport = make_question(conference, label="Passport copy", kind=QuestionKind.FILE, is_after_confirmation=True)
    travel = make_question(
        conference, label="Arrival", kind=QuestionKind.DATE, is_required=True, is_after_confirmation=True
    )
    me = link_to("me", "participants:me", registration)

    before = client.get(me).content.decode()
    client.post(
        link_to("details", "participants:me", registration),
        {
            "family_name": "Muster",
            f"question-{travel.pk}": "2030-06-02",
            f"question-{passport.pk}": SimpleUploadedFile("p.pdf", PDF),
        },
    )

    assert "Please answer" in before
    assert texts(registration) == {passport.pk: "PDF file", travel.pk: "2030-06-02"}
    assert "2030-06-02" in client.get(me).content.decode()


def test_the_desk_fills_in_what_it_may_read_and_nothing_has_to_be_answered(sign_in):
    conference = make_conference()
    registration = make_registration(conference)
    meal = make_question(conference, label="Meal", is_required=True)
    secret = make_question(conference, label="Passport", roles=[])
    answer(registration, secret, "X 12")
    client, url = sign_in(conference, TeamRole.DESK), page("change_participant", conference, pk=registration.pk)

    client.post(url, {"family_name": "Muster"})
    client.post(url, {"family_name": "Muster", f"question-{meal.pk}": "Fish", f"question-{secret.pk}": "none"})

    assert texts(registration) == {meal.pk: "Fish", secret.pk: "X 12"}
    shown = client.get(registration.get_absolute_url()).context["answers"]
    assert [(each.question, each.text) for each in shown] == [(meal, "Fish")]


def test_a_file_is_a_download_for_the_roles_that_may_read_it(sign_in):
    conference = make_conference()
    registration = make_registration(conference)
    question = make_question(conference, kind=QuestionKind.FILE, roles=["desk"])
    answer(registration, question, ContentFile(PDF, name="document.pdf"))
    url = page("answer_file", conference, pk=registration.pk, question=question.pk)

    assert sign_in(conference, TeamRole.VIEWER).get(url).status_code == 403
    response = sign_in(conference, TeamRole.DESK).get(url)

    name = f"{registration.reference}-{question.pk}.pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"".join(response.streaming_content) == PDF
    response.close()


def test_organisers_write_questions_on_their_pages(sign_in):
    conference = make_conference()
    client = sign_in(conference)
    given = {
        "label": "Do you join the visit?",
        "kind": "one_choice",
        "choice-0": "Yes",
        "places-0": 20,
        "choice-1": "No",
        "is_required": "on",
        "due_on": "2030-05-01",
        "sectors": ["industry"],
        "roles": ["desk"],
    }

    client.post(page("add_question", conference), given)
    question = conference.questions.get()
    client.post(page("change_question", conference, pk=question.pk), given | {"choice-1": "", "choice-2": "Perhaps"})
    client.post(page("retire_question", conference, pk=question.pk))
    retired = Question.objects.get().retired_at is not None
    client.post(page("bring_back_question", conference, pk=question.pk))

    assert (question.due_on, question.sectors, question.roles) == (date(2030, 5, 1), ["industry"], ["desk"])
    assert list(question.choices.values_list("label", "place_limit")) == [("Yes", 20), ("Perhaps", None)]
    assert retired
    assert Question.objects.get().retired_at is None


@pytest.mark.parametrize(
    ("given", "field", "sentence"),
    [
        ({"kind": "one_choice", "choice-0": "Yes"}, "choice-0", "Enter at least two choices."),
        ({"kind": "one_choice", "choice-0": "Yes", "choice-1": "yes"}, "choice-0", "Two choices read the same."),
        ({"kind": "date", "due_on": "2030-05-01"}, "is_required", "A day on which the answer is due needs"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(sign_in, given, field, sentence):
    conference = make_conference()

    response = sign_in(conference).post(page("add_question", conference), {"label": "Visit?"} | given)

    assert response.context["form"].errors[field][0].startswith(sentence)
    assert not conference.questions.exists()


def test_the_list_shows_filters_and_exports_answers_to_those_who_may_read_them(sign_in):
    conference = make_conference()
    meal = make_question(conference, label="Meal", roles=["desk"])
    passport = make_question(conference, label="Passport", roles=[])
    fish, rice = (
        make_registration(conference, participant=make_participant(conference, family_name=name)) for name in "AB"
    )
    for registration, text in ((fish, "Fish"), (rice, "Rice")):
        answer(registration, meal, text)
        answer(registration, passport, f"No. {text}")
    client, url = sign_in(conference, TeamRole.DESK), page("registration_list", conference)

    def people(**query):
        return [row.record for row in client.get(url, query).context["table"].rows]

    shown = client.get(url, {"columns": [f"question-{meal.pk}", f"question-{passport.pk}"]})
    exported = client.post(
        page("export", conference, kind="csv"), query_params={"columns": [f"question-{meal.pk}"], "sort": "name"}
    )
    everything = client.post(page("export", conference, kind="csv"), query_params={"everything": "yes"})
    lines = b"".join(exported.streaming_content).decode("utf-8-sig").splitlines()

    assert people(answer="fish") == [fish]
    assert people(question=meal.pk, answer="rice") == [rice]
    assert people(answer="No.") == []
    assert f"question-{passport.pk}" not in [column.key for column in shown.context["filter"].further_columns]
    assert [line.rpartition(",")[2] for line in lines] == ["Meal", "Fish", "Rice"]
    assert b"Passport" not in b"".join(everything.streaming_content)


def test_the_columns_of_questions_cost_one_further_query(sign_in, django_assert_max_num_queries):
    conference = make_conference()
    meal = make_question(conference)
    for _ in range(3):
        answer(make_registration(conference), meal, "Fish")
    client = sign_in(conference)

    with django_assert_max_num_queries(13):
        client.get(page("registration_list", conference), {"columns": [f"question-{meal.pk}"]})


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(sign_in, django_assert_max_num_queries, how_many):
    conference = make_conference()
    for _ in range(how_many):
        make_question(conference, kind=QuestionKind.ONE_CHOICE, choices=[("Visit", 1), "No visit"])
    client = sign_in(conference)

    with django_assert_max_num_queries(11):
        client.get(page("question_list", conference))
