"""Who may do what: every role against every rule."""

import pytest
from django.contrib.auth.models import AnonymousUser

from conference import rules
from conference.choices import TeamRole
from tests.factories import make_conference, make_member, make_user

pytestmark = pytest.mark.django_db

RULES = [rules.may_view, rules.may_work_the_desk, rules.may_organise, rules.may_write_notes]
MAY = {
    TeamRole.ORGANISER: [True, True, True, True],
    TeamRole.DESK: [True, True, False, False],
    TeamRole.RAPPORTEUR: [True, False, False, True],
    TeamRole.VIEWER: [True, False, False, False],
}


@pytest.mark.parametrize("role", TeamRole)
def test_a_role_may_what_the_table_says(role):
    conference = make_conference()
    user = make_member(conference, role=role)

    assert [rule(user, conference) for rule in RULES] == MAY[role]


def test_strangers_and_members_of_another_team_may_nothing():
    conference, other = make_conference(), make_conference()

    for user in [AnonymousUser(), make_user(), make_member(other)]:
        assert [rule(user, conference) for rule in RULES] == [False] * 4


def test_who_runs_the_installation_may_everything():
    assert [rule(make_user(is_superuser=True), make_conference()) for rule in RULES] == [True] * 4


def test_the_role_costs_one_query_per_request(django_assert_num_queries):
    conference = make_conference()
    user = make_member(conference)

    with django_assert_num_queries(1):
        assert all(rule(user, conference) for rule in RULES)


@pytest.mark.parametrize(("role", "expected"), [(TeamRole.ORGANISER, True), (TeamRole.DESK, False)])
def test_organisers_may_start_another_conference(role, expected):
    assert rules.may_start_a_conference(make_member(make_conference(), role=role)) is expected
    assert rules.may_start_a_conference(make_user(is_staff=True)) is True
    assert rules.may_start_a_conference(AnonymousUser()) is False
