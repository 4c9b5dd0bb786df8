"""The overview's plots: geometry from counts, and each figure leads to the list that it counts."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from participants import plots
from participants.choices import RegistrationStatus as Status
from tests.factories import (
    BEFORE,
    make_conference,
    make_invitation,
    make_organisation,
    make_participant,
    make_registration,
)


def test_growth_adds_up_day_by_day_and_ends_at_the_top():
    grown = plots.growth({date(2030, 3, 1): 1, date(2030, 3, 3): 3}, until=date(2030, 3, 5))

    assert grown.line == "M0.0,120.0 L150.0,120.0 L300.0,0.0 L450.0,0.0 L600.0,0.0"
    assert grown.area == grown.line + " V160 H0 Z"
    assert (grown.total, grown.busiest, grown.busiest_count) == (4, date(2030, 3, 3), 3)
    assert (grown.first, grown.last) == (date(2030, 3, 1), date(2030, 3, 5))


def test_growth_of_a_single_day_is_a_level_line():
    assert plots.growth({date(2030, 3, 1): 7}, until=date(2030, 3, 1)).line == "M0.0,0.0 L600,0.0"


def test_nothing_is_plotted_before_the_first_registration():
    assert plots.growth({}, until=date(2030, 3, 1)) is None


def test_bars_are_sorted_and_measured_against_the_longest():
    found = plots.bars([("B", 1, "/b"), ("A", 4, "/a"), ("C", 0, "/c")])

    assert [(bar.label, bar.count, bar.length, bar.url) for bar in found] == [
        ("A", 4, 100.0, "/a"),
        ("B", 1, 25.0, "/b"),
    ]


def test_many_bars_end_in_the_others():
    found = plots.bars([(f"State {n:02}", 20 - n, f"/{n}") for n in range(15)], most=3)

    assert [(bar.label, bar.count, bar.url) for bar in found[2:]] == [("State 02", 18, "/2"), ("12 others", 138, "")]


def test_a_person_counts_for_the_own_state_and_that_of_the_organisation_once_each():
    assert plots.by_either([("PE", "PE", 2), ("PE", "CL", 1), ("", "CL", 3), ("", None, 9)]) == {"PE": 3, "CL": 4}


@pytest.mark.django_db
def test_every_figure_of_the_overview_leads_to_the_list_that_it_counts(sign_in, django_assert_max_num_queries):
    conference = make_conference(capacity=5)
    peru = make_organisation(country="PE")
    company = make_organisation(country="CL", sector="industry")
    for minutes, (organisation, country, status) in enumerate(
        [
            (peru, "", Status.CONFIRMED),
            (peru, "CL", Status.CONFIRMED),
            (company, "", Status.CONFIRMED),
            (company, "CL", Status.PENDING),
        ]
    ):
        person = make_participant(conference, organisation=organisation, country=country)
        registered_at = BEFORE + timedelta(days=minutes)
        make_registration(conference, participant=person, status=status, registered_at=registered_at)
        make_invitation(conference, participant=person, answer="accepted" if minutes else "")
    make_registration(conference, status=Status.WAITLISTED, registered_at=BEFORE)
    client = sign_in(conference)

    with django_assert_max_num_queries(15):
        page = client.get(reverse("conference:desk", kwargs={"conference": conference.slug}))

    panel = next(each for each in page.context["panels"] if each.template == "participants/_plots_panel.html")
    assert panel.context["growth"].total == 5
    groups = dict(panel.context["groups"])
    assert [(bar.label, bar.count) for bar in groups["Confirmed, by State"]] == [("Chile", 2), ("Peru", 2)]
    assert [(bar.label, bar.count) for bar in groups["Invitations"]] == [("Accepted", 3), ("Draft", 1)]
    for bar in [bar for bars in groups.values() for bar in bars]:
        assert client.get(bar.url).context["table"].paginator.count == bar.count
    assert "<svg" in page.content.decode()


@pytest.mark.django_db
def test_an_empty_conference_shows_no_plots(sign_in):
    conference = make_conference()

    page = sign_in(conference).get(reverse("conference:desk", kwargs={"conference": conference.slug}))

    assert "plot-growth" not in page.content.decode()
