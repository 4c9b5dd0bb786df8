"""The dictionary of organisations: adding, changing, finding, merging and taking apart again."""

import pytest

from conference.choices import TeamRole
from lib.refusal import NotPossible
from participants import actions, duplicates, queries
from participants.choices import MergeKind, Sector
from participants.models import Delegation, Merge, Organisation
from tests.factories import BEFORE, OPENING, make_conference, make_organisation, make_participant
from tests.history import verbs
from tests.pages import pages_of

pytestmark = pytest.mark.django_db
address = pages_of("participants")
BY = {"by": "Olga", "at": BEFORE}


def state_of_the_dictionary():
    return {
        "organisations": list(Organisation.objects.order_by("pk").values()),
        "delegations": list(Delegation.objects.order_by("pk").values()),
    }


def test_a_changed_entry_is_found_by_its_new_names_and_leaves_a_trace():
    conference, organisation = make_conference(), make_organisation(official_name="Ministry of Trade")

    actions.change_organisation(organisation, aliases=["Ministère du Commerce"], conference=conference, **BY)

    assert queries.organisation_named("ministere du commerce") == organisation
    [entry] = conference.history.all()
    assert (entry.verb, entry.after) == ("organisation.changed", {"aliases": ["Ministère du Commerce"]})


def test_a_name_that_another_entry_has_is_refused_and_nothing_changes():
    conference, organisation = make_conference(), make_organisation(official_name="Ministry of Trade")
    make_organisation(official_name="Ministry of Commerce")

    with pytest.raises(NotPossible, match="Merge the two instead"):
        actions.change_organisation(organisation, official_name="ministry of COMMERCE", conference=conference, **BY)

    organisation.refresh_from_db()
    assert organisation.official_name == "Ministry of Trade"
    assert verbs(conference) == []


def test_a_change_that_changes_nothing_writes_nothing():
    conference, organisation = make_conference(), make_organisation(official_name="Ministry of Trade")

    actions.change_organisation(organisation, official_name="Ministry of Trade ", conference=conference, **BY)

    assert verbs(conference) == []


def test_a_merge_moves_participants_and_delegations_of_all_conferences_and_keeps_the_names():
    here, there = make_conference(), make_conference()
    kept = make_organisation(official_name="United Nations Office for Disarmament Affairs", short_name="UNODA")
    gone = make_organisation(official_name="UN Disarmament Office", aliases=["ODA"], country="US")
    people = [make_participant(here, organisation=gone), make_participant(there, organisation=gone)]
    delegation = Delegation.objects.create(conference=there, organisation=gone)

    actions.merge_organisations(kept, gone, conference=here, **BY)

    kept.refresh_from_db()
    assert {person.organisation for person in here.participants.all() | there.participants.all()} == {kept}
    assert {person.pk for person in kept.participants.all()} == {person.pk for person in people}
    delegation.refresh_from_db()
    assert delegation.organisation == kept
    assert kept.aliases == ["UN Disarmament Office", "ODA"]
    assert queries.organisation_named("oda") == kept
    assert not Organisation.objects.filter(pk=gone.pk).exists()
    assert (verbs(here), verbs(there)) == (["organisation.merged"], ["organisation.merged"])


def test_an_undone_merge_leaves_everything_as_it_was():
    here, there = make_conference(), make_conference()
    kept, gone = make_organisation(), make_organisation(aliases=["Trade"], country="FR")
    person, other = make_participant(here, organisation=gone), make_participant(here, organisation=kept)
    first = Delegation.objects.create(conference=there, organisation=kept, seat_limit=3)
    second = Delegation.objects.create(
        conference=there, organisation=gone, seat_limit=2, focal_point_name="Ada", focal_point_email="ada@example.org"
    )
    member = make_participant(there, organisation=gone, delegation=second)
    before = state_of_the_dictionary()
    merge = actions.merge_organisations(kept, gone, conference=here, **BY)
    merged = there.delegations.get()
    assert (merged.pk, merged.seat_limit, merged.focal_point_email) == (first.pk, 5, "ada@example.org")
    assert [each.pk for each in merged.members.all()] == [member.pk]

    actions.undo_merge_of_organisations(merge, conference=here, by="Olga", at=OPENING)

    assert state_of_the_dictionary() == before
    assert [each.pk for each in gone.participants.order_by("pk")] == [person.pk, member.pk]
    assert [each.pk for each in kept.participants.all()] == [other.pk]
    assert [each.pk for each in second.members.all()] == [member.pk]
    assert verbs(here) == ["organisation.merged", "organisation.merge_undone"]


def test_undoing_keeps_what_was_changed_since():
    conference, kept, gone = make_conference(), make_organisation(), make_organisation()
    merge = actions.merge_organisations(kept, gone, conference=conference, **BY)
    actions.change_organisation(kept, aliases=["Newer name"], conference=conference, **BY)
    newcomer = make_participant(conference, organisation=kept)

    actions.undo_merge_of_organisations(merge, conference=conference, **BY)

    kept.refresh_from_db()
    newcomer.refresh_from_db()
    assert kept.aliases == ["Newer name"]
    assert newcomer.organisation == kept


def test_a_merge_is_undone_only_once():
    conference, kept, gone = make_conference(), make_organisation(), make_organisation()
    merge = actions.merge_organisations(kept, gone, conference=conference, **BY)
    actions.undo_merge_of_organisations(merge, conference=conference, **BY)

    with pytest.raises(NotPossible, match="undone already"):
        actions.undo_merge_of_organisations(merge, conference=conference, **BY)


def test_a_merge_whose_name_was_given_away_cannot_be_undone_and_nothing_changes():
    conference, kept, gone = make_conference(), make_organisation(), make_organisation(official_name="Trade Board")
    merge = actions.merge_organisations(kept, gone, conference=conference, **BY)
    make_organisation(official_name="TRADE BOARD")
    before = state_of_the_dictionary()

    with pytest.raises(NotPossible, match="can no longer be undone"):
        actions.undo_merge_of_organisations(merge, conference=conference, **BY)

    assert state_of_the_dictionary() == before
    assert Merge.objects.get().undone_at is None


def test_a_member_state_is_never_merged_away():
    conference = make_conference()
    state, twin = make_organisation(official_name="France", is_state=True, country="FR"), make_organisation()
    before = state_of_the_dictionary()

    with pytest.raises(NotPossible, match="Member State and stays"):
        actions.merge_organisations(twin, state, conference=conference, **BY)
    with pytest.raises(NotPossible, match="with itself"):
        actions.merge_organisations(twin, twin, conference=conference, **BY)

    assert state_of_the_dictionary() == before


@pytest.mark.parametrize(
    ("first", "second", "reason"),
    [
        ({"official_name": "Ministry of Trade"}, {"official_name": "The Trade Ministry"}, "Called the same"),
        ({"official_name": "Côte d’Ivoire"}, {"official_name": "Cote d'Ivoire"}, "Called the same"),
        ({"official_name": "Disarmament Affairs", "short_name": "ODA"}, {"official_name": "ODA"}, "Called the same"),
        ({"official_name": "Rheinmetall Defence"}, {"official_name": "Rheinmettal Defence"}, "Spelled almost the same"),
    ],
)
def test_entries_that_are_likely_one_are_found(first, second, reason):
    pair = [make_organisation(**first), make_organisation(**second)]
    make_organisation(official_name="Quite another body")

    [found] = duplicates.among_organisations(Organisation.objects.all())

    assert ([found.first, found.second], found.reason) == (pair, reason)


def test_states_other_countries_and_what_was_kept_apart_are_no_duplicates():
    conference = make_conference()
    make_organisation(official_name="Niger", is_state=True, country="NE", aliases=["Nigeria"])
    make_organisation(official_name="Nigeria", is_state=True, country="NG")
    make_organisation(official_name="Ministry of Foreign Affairs of A", country="AT")
    make_organisation(official_name="Ministry of Foreign Affairs of B", country="BE")
    one, two = make_organisation(official_name="Trade Board"), make_organisation(official_name="Board of Trade")

    actions.keep_organisations_apart(two, one, conference=conference, **BY)
    actions.keep_organisations_apart(one, two, conference=conference, **BY)

    apart = queries.known_apart(MergeKind.ORGANISATION)
    assert duplicates.among_organisations(Organisation.objects.all(), apart) == []
    assert verbs(conference) == ["organisation.kept_apart"]


def test_looking_for_duplicates_asks_the_database_nothing(django_assert_num_queries):
    for name in ("Trade Board", "Board of Trade", "Customs Office"):
        make_organisation(official_name=name)
    everything = list(Organisation.objects.all())

    with django_assert_num_queries(0):
        assert len(duplicates.among_organisations(everything)) == 1


def test_the_list_is_searched_by_any_name_and_filtered(sign_in):
    conference = make_conference()
    make_organisation(official_name="Côte d’Ivoire", aliases=["Elfenbeinküste"], country="CI")
    make_organisation(official_name="Chemical Industries", sector=Sector.INDUSTRY, country="DE")
    client = sign_in(conference, TeamRole.VIEWER)

    def names(**query):
        response = client.get(address("organisation_list", conference), query)
        return [row.record.official_name for row in response.context["table"].rows]

    assert names() == ["Chemical Industries", "Côte d’Ivoire"]
    assert names(q="elfenbeinkuste") == ["Côte d’Ivoire"]
    assert names(sector="industry") == ["Chemical Industries"]
    assert names(country="CI") == ["Côte d’Ivoire"]


def test_a_field_suggests_by_alias_whatever_its_name(sign_in):
    conference = make_conference()
    make_organisation(official_name="Germany", aliases=["Alemania"])

    response = sign_in(conference).get(address("suggest_organisations", conference), {"other": "alemañ"})

    assert response.content.decode().strip() == '<option value="Germany" label="alemania">'


def test_an_entry_is_added_and_changed_on_its_pages(sign_in):
    conference = make_conference()
    client = sign_in(conference, TeamRole.DESK)
    given = {"official_name": "Trade Board", "sector": "industry", "aliases": "TB\n\n Board of  Trade \nTB"}

    client.post(address("add_organisation", conference), given)
    added = Organisation.objects.get()
    client.post(
        address("change_organisation", conference, organisation=added.pk), given | {"short_name": "TB", "country": "FR"}
    )

    added.refresh_from_db()
    assert (added.aliases, added.short_name, added.country) == (["TB", "Board of Trade"], "TB", "FR")
    assert verbs(conference) == ["organisation.added", "organisation.changed"]


def test_a_name_of_the_dictionary_is_refused_in_the_form(sign_in):
    conference = make_conference()
    make_organisation(official_name="Germany", aliases=["Alemania"])

    response = sign_in(conference).post(
        address("add_organisation", conference), {"official_name": "ALEMANIA", "sector": "government"}
    )

    assert response.context["form"].errors == {"official_name": ["The dictionary has this name already, for Germany."]}
    assert Organisation.objects.count() == 1


def test_two_entries_are_compared_merged_and_taken_apart_on_the_pages(sign_in):
    conference = make_conference()
    kept, gone = make_organisation(official_name="Trade Board"), make_organisation(official_name="Board of Trade")
    person = make_participant(conference, organisation=gone)
    client = sign_in(conference, TeamRole.DESK)
    merge_page = address("merge_organisations", conference, organisation=kept.pk) + "?other=board+of+trade"

    compared = client.get(merge_page)
    client.post(merge_page)
    merged = kept.participants.count()
    merge = Merge.objects.get()
    client.post(address("undo_merge_of_organisations", conference, merge=merge.pk))

    assert compared.context["moves"] == {"participants": 1, "delegations": 0, "conferences": 1}
    assert merged == 1
    assert [each.pk for each in Organisation.objects.get(pk=gone.pk).participants.all()] == [person.pk]


def test_a_name_that_is_unknown_but_near_gets_the_entries_that_may_be_meant(sign_in):
    conference = make_conference()
    make_organisation(official_name="Ministry of Trade of Chile")
    response = sign_in(conference).post(
        address("invite", conference),
        {"family_name": "Muster", "email": "a@example.org", "organisation": "Ministry of Trade"},
    )

    assert response.context["form"].errors["organisation"] == [
        "The dictionary has no “Ministry of Trade”. Did you mean: Ministry of Trade of Chile? "
        "If it is another one, choose its sector."
    ]


@pytest.mark.parametrize("how_many", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_many(sign_in, django_assert_max_num_queries, how_many):
    conference = make_conference()
    for _ in range(how_many):
        make_participant(conference, organisation=make_organisation())
    client = sign_in(conference)

    with django_assert_max_num_queries(11):
        client.get(address("organisation_list", conference))
