"""What an action refuses reaches its reader: on the form, or on the next page."""

import pytest
from django import forms
from django.contrib.messages import get_messages
from django.contrib.messages.storage.fallback import FallbackStorage

from lib.acting import act, refusals_as_messages, refusals_on
from lib.refusal import NotPossible


class LetterForm(forms.Form):
    email = forms.EmailField()
    reason = forms.CharField()


@pytest.fixture
def form():
    found = LetterForm({"email": "ana@example.org", "reason": "She asked."})
    assert found.is_valid()
    return found


@pytest.fixture
def page(rf):
    request = rf.post("/")
    request.session, request.user = {}, "the reader"
    request._messages = FallbackStorage(request)
    return request


def said(page):
    return [(message.level_tag, str(message)) for message in get_messages(page)]


@pytest.mark.parametrize(
    ("asked", "about", "shown_at"),
    [
        (None, "", "__all__"),
        (None, "reason", "reason"),
        (None, "telephone", "__all__"),
        ("email", "", "email"),
        ("email", "reason", "email"),
    ],
)
def test_a_refusal_stands_where_the_view_says_else_where_it_belongs(form, asked, about, shown_at):
    with refusals_on(form, asked):
        raise NotPossible("She has one already.", field=about)

    assert form.errors == {shown_at: ["She has one already."]}


def test_a_form_without_refusal_stays_without_error(form):
    with refusals_on(form):
        done = True

    assert done
    assert form.errors == {}


def test_what_is_no_refusal_is_not_taken_for_one(form, page):
    with pytest.raises(ZeroDivisionError), refusals_on(form), refusals_as_messages(page):
        1 / 0  # noqa: B018 - the fault is the point

    assert form.errors == {}
    assert said(page) == []


def test_a_refusal_is_said_on_the_next_page(page):
    with refusals_as_messages(page):
        raise NotPossible("She has one already.")

    assert said(page) == [("danger", "She has one already.")]


def test_what_is_done_is_said_with_who_did_it(page):
    done = []

    assert act(page, lambda subject, **given: done.append((subject, given)), "a letter", "Sent.", reason="asked")

    [(subject, given)] = done
    assert subject == "a letter"
    assert given["by"] == "the reader"
    assert given["reason"] == "asked"
    assert said(page) == [("success", "Sent.")]


def test_what_is_refused_is_not_said_to_be_done(page):
    def refuse(subject, *, by, at):
        raise NotPossible(f"{subject} has left.")

    assert act(page, refuse, "A letter", "Sent.") is False
    assert said(page) == [("danger", "A letter has left.")]
