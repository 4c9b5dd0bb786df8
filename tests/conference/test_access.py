"""Who is let in at the door: @allow, @public, @personal_link, and the check that finds views without one."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse
from django.urls import path

from conference import access, checks
from conference.choices import ConferenceStatus, TeamRole
from lib import links
from tests.factories import make_conference, make_member, make_user

pytestmark = pytest.mark.django_db
PURPOSE = "conference:conference"


def only_organisers(user, conference):
    return conference.team.filter(user=user, role=TeamRole.ORGANISER).exists()


@access.allow(only_organisers)
def closed_page(request, conference):
    return HttpResponse(conference.slug)


@access.public
def open_page(request, conference):
    return HttpResponse(conference.slug)


def ask(rf, view, user, **kwargs):
    request = rf.get("/somewhere/")
    request.user = user
    return view(request, **kwargs)


def test_a_stranger_gets_404_and_a_wrong_role_403(rf):
    conference = make_conference(slug="x")
    with pytest.raises(Http404):
        ask(rf, closed_page, make_user(), conference="x")
    with pytest.raises(access.PermissionDenied):
        ask(rf, closed_page, make_member(conference, role=TeamRole.VIEWER), conference="x")

    assert ask(rf, closed_page, make_member(conference), conference="x").content == b"x"


def test_who_is_not_signed_in_is_asked_to(rf):
    make_conference(slug="x")

    response = ask(rf, closed_page, AnonymousUser(), conference="x")

    assert (response.status_code, response.url) == (302, "/account/sign-in/?next=/somewhere/")


def test_a_removed_member_is_out_on_the_next_request(rf):
    conference = make_conference(slug="x")
    user = make_member(conference)
    assert ask(rf, closed_page, user, conference="x").status_code == 200

    conference.team.all().delete()

    with pytest.raises(Http404):
        ask(rf, closed_page, user, conference="x")


def test_a_draft_is_there_for_its_team_only(rf):
    draft = make_conference(slug="x", status=ConferenceStatus.DRAFT)
    for stranger in [AnonymousUser(), make_user()]:
        with pytest.raises(Http404):
            ask(rf, open_page, stranger, conference="x")

    assert ask(rf, open_page, make_member(draft), conference="x").content == b"x"


def test_an_announced_conference_is_there_for_everyone(rf):
    make_conference(slug="x")

    assert ask(rf, open_page, AnonymousUser(), conference="x").content == b"x"


def holder(pk=7, link_version=0):
    return SimpleNamespace(pk=pk, link_version=link_version, conference=SimpleNamespace(contact_email="o@example.org"))


@access.personal_link(PURPOSE, find=lambda pk: holder(pk, link_version=2) if pk == 7 else None)
def personal_page(request, found):
    return HttpResponse(f"{found.pk}")


def test_a_personal_link_opens_its_page_and_keeps_it_private(rf):
    response = ask(rf, personal_page, AnonymousUser(), link=links.make(PURPOSE, 7, 2))

    assert response.content == b"7"
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    "link", [links.make("other:purpose", 7, 2), links.make(PURPOSE, 7, 2)[:-1], "7.2", "", "7.2.x"]
)
def test_a_link_that_we_did_not_make_for_this_is_not_found(rf, link):
    with pytest.raises(Http404):
        ask(rf, personal_page, AnonymousUser(), link=link)


@pytest.mark.parametrize(("pk", "version"), [(7, 1), (8, 2)])
def test_a_link_that_was_revoked_says_so(rf, pk, version):
    response = ask(rf, personal_page, AnonymousUser(), link=links.make(PURPOSE, pk, version))

    assert response.status_code == 410
    assert response["Cache-Control"] == "private, no-store"


def test_a_view_without_a_declaration_stops_the_start(monkeypatch):
    def undeclared(request):
        return HttpResponse()

    undeclared.__module__ = "participants.views"
    patterns = SimpleNamespace(url_patterns=[path("a/", undeclared), path("b/", open_page)])
    monkeypatch.setattr(checks, "get_resolver", lambda: patterns)

    errors = checks.every_view_declares_its_access(None)

    assert [error.msg for error in errors] == ["participants.views.undeclared is open to anyone."]
