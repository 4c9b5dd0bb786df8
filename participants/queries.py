"""What pages ask for that is more than one word of a queryset."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db.models import CharField, Count, Exists, OuterRef, Q, Value
from django.db.models.functions import Cast, Concat, Lower, TruncDate
from django.db.models.lookups import Exact

from conference.models import Conference
from conference.statements import Statement
from lib.text import ids, search_key
from participants.choices import NominationState, RegistrationStatus
from participants.models import (
    Delegation,
    DistinctPair,
    Invitation,
    Merge,
    Organisation,
    Participant,
    Registration,
    SavedView,
    Tag,
    VisaRequest,
    Work,
)

ENDS = ["registration.cancelled", "registration.substituted"]


def uploads_left_alone(conference):
    """Return the files that were uploaded and not imported, and with which the worker is not busy, newest first."""
    busy = Work.objects.unfinished().filter(run=OuterRef("pk"))
    return conference.imports.light().filter(~Exists(busy), done_at=None).order_by("-uploaded_at")


# What the worker has still to do for a conference, in the order in which it was asked.
UNDER_WAY = Statement(lambda of: Work.objects.filter(conference=of).unfinished().light().order_by("asked_at"))

# In capitals or not, as the index of the constraint finds it.
OF_OFFICIAL_NAME = Statement(lambda name: Organisation.objects.filter(Exact(Lower("official_name"), Lower(name))))


def is_expected(participant) -> bool:
    """Say whether somebody may still come: registered, or invited and free to accept."""
    gone = [RegistrationStatus.CANCELLED, RegistrationStatus.REJECTED]
    registrations = participant.conference.registrations.filter(participant=participant).exclude(status__in=gone)
    invitations = participant.conference.invitations.filter(participant=participant, revoked_at=None, answer="")
    return registrations.exists() or invitations.exists()


def has_left_alone(registration) -> bool:
    """Say whether a registration was cancelled by its person, and not rejected or cancelled by the team."""
    if registration.status != RegistrationStatus.CANCELLED:
        return False
    ended = registration.conference.history.about(registration).filter(verb__in=ENDS).newest_first().first()
    return ended is None or ended.actor_id is None


def standing_successor(invitation):
    """Return the invitation of who was last named to come instead, as long as it stands; None when nobody is."""
    return invitation.successors.filter(revoked_at=None).select_related("participant", "message").first()


def hands_before(invitation, most: int) -> list:
    """Return the invitations from which this one was passed on, the nearest first, `most` of them at most."""
    found, above = [], invitation
    while above.in_place_of_id and len(found) < most:
        above = Invitation.objects.select_related("participant").get(pk=above.in_place_of_id)
        found.append(above)
    return found


def known_by_address(conference, nominees) -> dict[int, Participant]:
    """Return whom the conference knows by the address of a nominee, by the nominee's id."""
    addresses = {nominee.email.lower(): nominee.pk for nominee in nominees if nominee.email}
    people = conference.participants.annotate(address=Lower("email")).filter(address__in=addresses)
    related = people.select_related("organisation", "delegation__organisation", "registration", "invitation")
    return {addresses[person.address]: person for person in related}


def standing_list(delegation) -> str:
    """Return a mark of the list as a focal point has left it: it is another one after each change."""
    return ",".join(str(pk) for pk in delegation.nominees.filter(participant=None).values_list("pk", flat=True))


def organisation_named(text: str) -> Organisation | None:
    """Return the organisation that people call exactly this: by official name, short name or alias, accents aside."""
    wanted = search_key(text)
    if not wanted:
        return None
    if found := OF_OFFICIAL_NAME.first(text.strip()):
        return found
    for organisation in Organisation.objects.matching(text)[:200]:
        if wanted in {search_key(name) for name in organisation.names}:
            return organisation
    return None


def organisations_like(text: str):
    """Return the organisations of which a name contains these words, by name; none for less than two letters."""
    if len(search_key(text)) < 2:
        return Organisation.objects.none()
    return Organisation.objects.matching(text).by_name()


def suggestions(text: str, count: int = 20) -> list[tuple[str, str]]:
    """Return (official name, the name by which it was found) of organisations, for a field in which one types."""
    return [(each.official_name, _found_by(each, text)) for each in organisations_like(text)[:count]]


def _found_by(organisation, text):
    """Return the name that contains what was typed, folded as it was typed where accents differ."""
    words = search_key(text).split()
    for name in organisation.names:
        key = search_key(name)
        if all(word in key for word in words):
            return name if text.casefold() in name.casefold() else key
    return text


def names_of_states():
    """Return the official names of the States in the dictionary, by name."""
    return Organisation.objects.filter(is_state=True).by_name().values_list("official_name", flat=True)


def merges_into(entry):
    """Return the merges that made others a part of this entry, newest first, as they stand."""
    return Merge.objects.into(entry)


def standing_merges(kind: str):
    """Return the merges of one kind that are not undone."""
    return Merge.objects.of(kind).filter(undone_at=None)


def what_represents(organisation) -> dict:
    """Count what a merge of this organisation moves: participants, delegations, and in how many conferences."""
    conferences = set(organisation.participants.values_list("conference_id", flat=True))
    conferences |= set(organisation.delegations.values_list("conference_id", flat=True))
    return {
        "participants": organisation.participants.count(),
        "delegations": organisation.delegations.count(),
        "conferences": len(conferences),
    }


def known_apart(kind: str) -> set[tuple[int, int]]:
    """Return the pairs of ids that are known to be different, the lower id first."""
    return set(DistinctPair.objects.filter(kind=kind).values_list("first_id", "second_id"))


@dataclass(frozen=True)
class Offer:
    """What the desk's list offers by name: a saved view, a tag or a delegation."""

    pk: int
    name: str
    query: str


@dataclass(frozen=True)
class Offers:
    """What a conference's list tells around its rows: what it offers, each by name, and how many have each status."""

    views: list[Offer]
    tags: list[Offer]
    delegations: list[Offer]
    counts: Counter


def _ask_offers(conference, *, is_whole):
    """Compose the question of `offers_of`: rows of a kind, a number, a name and a query."""
    empty = Value("", output_field=CharField())
    views = SavedView.objects.filter(conference=conference).order_by()
    tags, delegations = (model.objects.filter(conference=conference).order_by() for model in (Tag, Delegation))
    named = [
        tags.values_list(Value("tags"), "pk", "name", empty),
        delegations.values_list(Value("delegations"), "pk", "organisation__official_name", empty),
    ]
    counts = _counted(conference).values_list(Value("counts"), "how_many", "status", empty)
    return views.values_list(Value("views"), "pk", "name", "query").union(
        counts, *(named if is_whole else []), all=True
    )


def _counted(conference):
    """Return the statuses of a conference's registrations, with how many have each."""
    return Registration.objects.filter(conference=conference).order_by().values("status").annotate(how_many=Count("*"))


OFFERS = Statement(lambda of: _ask_offers(of, is_whole=True))
VIEWS = Statement(lambda of: _ask_offers(of, is_whole=False))


def offers_of(conference, *, is_whole: bool) -> Offers:
    """Return what a conference's list tells around its rows, in one query. Tags and delegations only if it `is_whole`."""
    found, counts = {"views": [], "tags": [], "delegations": []}, Counter()
    for kind, number, name, query in (OFFERS if is_whole else VIEWS)(conference.pk):
        if kind == "counts":
            counts[name] = number
        else:
            found[kind].append(Offer(number, name, query))
    by_name = {kind: sorted(each, key=lambda offer: search_key(offer.name)) for kind, each in found.items()}
    return Offers(**by_name, counts=counts)


def messages_of(participant):
    """Return what was written to a person, newest first: to the address of now, and with their links to former ones."""
    links = [("invitation", "participants:invitation"), ("registration", "participants:me")]
    theirs = Q(to_email__iexact=participant.email) if participant.email else Q(pk__in=[])
    for name, purpose in links:
        if subject := getattr(participant, name, None):
            theirs |= Q(link_purpose=purpose, link_pk=subject.pk)
    written = participant.conference.messages.filter(theirs).with_letter().with_attempts().with_attachments()
    return written.newest_first()


def selected_by(conference, word: str) -> set[int] | None:
    """Return the registrations of the selection that an address names; None when it names none.

    A selection that is forgotten, or another conference's, selects nobody.
    """
    named = ids([word])
    if not named:
        return None
    found = conference.selections.filter(pk__in=named).first()
    return set(found.registrations if found else [])


def neighbours(registrations, pk: int) -> tuple[int | None, int | None]:
    """Return the ids before and after a registration in a list, as the list is filtered and sorted."""
    pks = list(registrations.values_list("pk", flat=True))
    if pk not in pks:
        return None, None
    at = pks.index(pk)
    return (pks[at - 1] if at else None), (pks[at + 1] if at + 1 < len(pks) else None)


@dataclass(frozen=True)
class Figures:
    """What a conference's overview counts of its people, each count by what it is counted by."""

    by_status: Counter
    by_state: Counter
    by_day: dict
    by_sector: dict[str, int]
    by_origin: list[tuple[str, str, int]]
    arrived_count: int
    held_count: int
    to_review_count: int
    nomination_count: int
    visa_count: int

    @property
    def is_empty(self) -> bool:
        return not self.by_status and not self.by_state


def figures(conference: Conference, at) -> Figures:
    """Count a conference's registrations, invitations and what waits for the desk, in one query.

    Registrations are counted by status and by day, in the conference's zone (who cancelled or was rejected counts
    too); the confirmed by sector, and by the country of the person and that of the organisation; invitations by
    state; nominations and requests for visa letters when they wait.
    """
    found = defaultdict(list)
    for kind, first, second, count in _figures_in(conference.zone)(conference.pk, at):
        found[kind].append((first or "", second or "", count))
    by_status, by_day, by_sector, by_origin = Counter(), Counter(), Counter(), Counter()
    for status, day, count in found["registered"]:
        by_status[status] += count
        by_day[date.fromisoformat(day)] += count
    for sector, countries, count in found["confirmed"]:
        person, _, organisation = countries.partition(" ")
        by_origin[person, organisation] += count
        if sector:
            by_sector[sector] += count
    return Figures(
        by_status=by_status,
        by_state=Counter({state: count for state, _, count in found["state"]}),
        by_day=dict(by_day),
        by_sector=dict(by_sector),
        by_origin=[(*countries, count) for countries, count in by_origin.items()],
        **{f"{kind}_count": found[kind][0][2] if found[kind] else 0 for kind in WAITING_AND_THERE},
    )


WAITING_AND_THERE = ["arrived", "held", "to_review", "nomination", "visa"]


@lru_cache(maxsize=100)
def _figures_in(zone) -> Statement:
    """Return the question of `figures` for a zone: rows of a kind, up to two values by which it counts, and how many."""
    return Statement(lambda of, at: _ask_figures(of, at, zone))


def _ask_figures(of, at, zone):
    rows, organisation = Registration.objects.filter(conference=of), "participant__organisation__"
    countries = Concat("participant__country", Value(" "), organisation + "country", output_field=CharField())
    counts = [
        _counts("registered", rows, "status", TruncDate("registered_at", tzinfo=zone)),
        _counts("confirmed", rows.confirmed(), organisation + "sector", countries),
        _counts("state", Invitation.objects.filter(conference=of).with_state(at), "state"),
        _counts("arrived", rows.filter(checked_in_at__isnull=False)),
        _counts("held", rows.holding_a_place()),
        _counts("to_review", rows.filter(review_asked_at__isnull=False)),
        _counts("nomination", Delegation.objects.filter(conference=of).in_state(NominationState.SUBMITTED)),
        _counts("visa", VisaRequest.objects.filter(conference=of).waiting()),
    ]
    return counts[0].union(*counts[1:], all=True)


def _counts(kind: str, rows, *by):
    """Count rows by up to two values: (kind, value, value, how many)."""
    values = [Cast(each, CharField()) for each in by] + [Value("", output_field=CharField())] * (2 - len(by))
    named = rows.order_by().values(kind=Value(kind), first=values[0], second=values[1])
    return named.annotate(how_many=Count("pk")).values_list("kind", "first", "second", "how_many")


def lacking_answers(conference: Conference) -> set[int]:
    """Return the ids of the registrations to which an answer is missing that has to be given, though it may be due later."""
    missing = set()
    for question in conference.questions.current().filter(is_required=True):
        asked = conference.registrations.asked(question)
        missing.update(asked.exclude(participant__answers__question=question).values_list("pk", flat=True))
    return missing


def meeting_changed_at(conference):
    """Return when the days, the place or the name of a conference were changed last, or it was cancelled; or None."""
    told = ["starts_on", "ends_on", "title", "venue_name", "address", "city", "country", "is_online"]
    calendars_change = Q(verb="conference.changed", after__has_any_keys=told)
    calendars_change |= Q(verb__in=["conference.cancelled", "conference.restored"])
    return conference.history.filter(calendars_change).order_by("-at").values_list("at", flat=True).first()
