"""Who gives a role reads what it may do, and every page of the team says where the conference stands."""

import pytest
from django.urls import reverse

from conference.choices import ROLES_IN_WORDS, ConferenceStatus, TeamRole
from conference.forms import MemberForm, RoleForm
from tests.factories import make_conference, make_member

pytestmark = pytest.mark.django_db


def test_every_role_is_offered_with_what_it_may_do():
    offered = dict(MemberForm().fields["role"].choices)

    assert list(offered) == list(TeamRole) == list(ROLES_IN_WORDS)
    assert all(ROLES_IN_WORDS[role] in words and role.label in words for role, words in offered.items())
    assert RoleForm().fields["role"].choices == MemberForm().fields["role"].choices


@pytest.mark.parametrize("page", ["conference:desk", "conference:team", "participants:registration_list"])
def test_every_page_of_the_team_says_where_the_conference_stands(client, page):
    conference = make_conference(status=ConferenceStatus.DRAFT)
    client.force_login(make_member(conference, role=TeamRole.VIEWER))

    shown = client.get(reverse(page, kwargs={"conference": conference.slug})).content.decode()

    assert shown.count('<span class="badge-status">Draft</span>') == 1
