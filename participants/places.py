"""Places of a conference, of its sectors and delegations: the lock under which they are counted, and the count."""

from collections import Counter

from django.db.models import Case, Count, Exists, Func, IntegerField, Q, Subquery, When

from conference.models import Conference
from conference.statements import Statement
from lib.refusal import NotPossible
from participants.choices import InvitationAnswer, Sector
from participants.choices import RegistrationStatus as Status
from participants.models import Delegation, Organisation, Registration, SectorLimit


def lock(conference) -> Conference:
    """Take the conference's row until the transaction ends, so that one at a time counts and gives places.

    On SQLite the transaction itself is exclusive (IMMEDIATE), and this only rereads the row.
    """
    return Conference.objects.locked().get(pk=conference.pk)


def taken_count(conference) -> int:
    """Return how many places are taken: by the confirmed, and by those who are offered one. Meaningful under `lock`."""
    return conference.registrations.holding_a_place().count()


def free_count(conference) -> int | None:
    """Return how many places are free, or None when there is no limit. Meaningful under `lock`."""
    if conference.capacity is None:
        return None
    return max(conference.capacity - taken_count(conference), 0)


def taken_by_sector(conference) -> dict[str, int]:
    """Return how many places each sector has taken. Meaningful under `lock`."""
    held = conference.registrations.holding_a_place().order_by().values_list("participant__organisation__sector")
    return {sector: count for sector, count in held.annotate(Count("pk")) if sector}


def free_by_sector(conference) -> dict[str, int]:
    """Return how many places are free in each sector that has a limit. Meaningful under `lock`."""
    limits = dict(conference.sector_limits.values_list("sector", "place_count"))
    taken = taken_by_sector(conference) if limits else {}
    return {sector: max(limit - taken.get(sector, 0), 0) for sector, limit in limits.items()}


def refuse_fewer_places(sender, *, conference, before, at, **kwargs):
    """Refuse a change that would leave a conference fewer places than are taken; whoever changes it."""
    if "capacity" not in before or conference.capacity is None:
        return
    taken = taken_count(conference)
    if conference.capacity < taken:
        raise NotPossible(f"{taken} places are taken; there cannot be fewer.")


def are_shared_out(conference) -> bool:
    """Say whether places are kept by sector or delegation, so that another spelling of an organisation walks round them."""
    return conference.sector_limits.exists() or conference.delegations.filter(seat_limit__isnull=False).exists()


def why_no_place(conference, participant, *, beside=None, promised=()) -> str | None:
    """Return the sentence that says why the participant cannot have a place now, or None when there is one.

    `beside` is a registration whose own place does not count: of the participant who holds it, or gives it up for
    this one. `promised` are registrations to which free places go first. Meaningful under `lock`.
    """
    return _why_not(conference, participant, _standing(conference, participant, beside), beside, promised)


def _why_not(conference, participant, standing, beside=None, promised=()):
    before = [each.participant for each in promised]
    if standing.capacity is not None and standing.taken + len(before) >= standing.capacity:
        return f"All {standing.capacity} places are taken."
    if standing.seat_limit is None and standing.sector_limit is None:
        return None
    held = conference.registrations.holding_a_place()
    if beside:
        held = held.exclude(pk=beside.pk)
    if (limit := standing.seat_limit) is not None:
        delegation = delegation_of(participant)
        ahead = sum(each.delegation_id == delegation.pk for each in before)
        if held.filter(participant__delegation=delegation).count() + ahead >= limit:
            return f"The delegation of {delegation} has {limit} seat{'' if limit == 1 else 's'}; all are taken."
    if (limit := standing.sector_limit) is not None:
        sector = sector_of(participant)
        ahead = sum(sector_of(each) == sector for each in before)
        if held.filter(participant__organisation__sector=sector).count() + ahead >= limit:
            return f"All {limit} places for {Sector(sector).label} are taken."
    return None


def _standing(conference, participant, beside=None):
    """Return, in one question, the limits that hold for a participant, the places taken, and whether anyone waits."""
    of = (conference.pk, participant.delegation_id or 0, sector_of(participant))
    return STANDING_BESIDE.first(*of, beside.pk) if beside else STANDING.first(*of)


def _ask_standing(conference, delegation, sector, beside=None):
    """Compose the question of `_standing`; without a limit nothing is counted."""
    registrations = Registration.objects.filter(conference=conference).order_by()
    held = registrations.holding_a_place()
    if beside is not None:
        held = held.exclude(pk=beside)
    # Not Count: that would divide the rows into groups, and to compare each with the next takes longer than to count.
    number = Func(function="COUNT", template="%(function)s(*)", output_field=IntegerField())
    count = Subquery(held.annotate(count=number).values("count"))
    limits = SectorLimit.objects.filter(conference=conference, sector=sector)
    answers = {
        "taken": Case(When(capacity=None, then=0), default=count, output_field=IntegerField()),
        "delegation": Subquery(Delegation.objects.filter(pk=delegation).values("pk")),
        "seat_limit": Subquery(Delegation.objects.filter(pk=delegation).values("seat_limit")),
        "sector_limit": Subquery(limits.values("place_count")),
        "has_waiting": Exists(_patient(registrations)),
    }
    rows = Conference.objects.filter(pk=conference).order_by().annotate(**answers)
    return rows.values_list("capacity", *answers, named=True)


def standing_of_newcomer(conference, organisation: Organisation | None, sector: str):
    """Return, in one question, which delegation somebody who comes from an organisation belongs to, and what holds there."""
    return STANDING_OF_NEWCOMER.first(conference.pk, organisation.pk if organisation else 0, sector)


def ask_of_newcomer(conference, organisation, sector):
    """Compose the question of `standing_of_newcomer`, about values that are given when it is asked."""
    of_organisation = Delegation.objects.filter(conference=conference, organisation=organisation)
    return _ask_standing(conference, Subquery(of_organisation.values("pk")), sector)


STANDING = Statement(lambda conference, delegation, sector: _ask_standing(conference, delegation, sector))
STANDING_BESIDE = Statement(_ask_standing)
STANDING_OF_NEWCOMER = Statement(ask_of_newcomer)


def why_wait(conference, participant, *, standing=None) -> str | None:
    """Return why somebody who arrives now has to wait, or None: free places go first to those who wait already.

    Who let an offered place pass keeps nobody waiting. `standing` is what was asked before. Meaningful under `lock`.
    """
    standing = standing or _standing(conference, participant)
    reason = _why_not(conference, participant, standing)
    if reason or not standing.has_waiting:
        return reason
    waiting = _patient(conference.registrations.all()).with_participant()
    promised = first_in_line(conference, waiting, free_count(conference))
    return _why_not(conference, participant, standing, promised=promised)


def _patient(registrations):
    """Return those of the line who have not let an offered place pass."""
    return registrations.waitlisted().filter(offer_expires_at=None, offer_missed_at=None)


def in_line(conference):
    """Return those who wait and are offered nothing at present, in order of arrival."""
    return conference.registrations.waitlisted().filter(offer_expires_at=None).with_participant()


def sector_of(participant) -> str:
    """Return the sector of the participant's organisation, from whose places one is taken; empty for none."""
    return participant.organisation.sector if participant.organisation else ""


def seats_taken(delegation) -> int:
    """Return how many members of a delegation hold a place. Meaningful under `lock`."""
    return delegation.conference.registrations.holding_a_place().filter(participant__delegation=delegation).count()


def seats_held_beside(delegation, emails: list[str]) -> int:
    """Return how many members hold a seat or may still claim one, apart from those with one of these addresses."""
    return members_beside(delegation, emails).count()


def members_beside(delegation, emails: list[str]):
    """Return the members who have a place or may still have one, apart from those with one of these addresses."""
    gone = Q(registration__status__in=[Status.CANCELLED, Status.REJECTED])
    given_up = [InvitationAnswer.DECLINED, InvitationAnswer.DELEGATED]
    gone |= Q(registration=None, invitation__answer__in=given_up)
    on_list = [pk for pk, email in delegation.members.values_list("pk", "email") if email.lower() in emails]
    return delegation.members.exclude(gone).exclude(pk__in=on_list)


def delegation_for(conference, organisation) -> Delegation | None:
    """Return the delegation of an organisation at a conference, if it has one."""
    if organisation is None:
        return None
    found = DELEGATION_FOR.first(conference.pk, organisation.pk)
    if found:
        found.conference = conference
    return found


def _ask_delegation(conference, organisation):
    """Compose the question of `delegation_for`."""
    found = Delegation.objects.filter(conference=conference, organisation=organisation)
    return found.select_related("organisation")


DELEGATION_FOR = Statement(_ask_delegation)


def delegation_of(participant) -> Delegation | None:
    """Return the participant's delegation as it stands now."""
    if participant.delegation_id is None:
        return None
    return Delegation.objects.select_related("organisation").filter(pk=participant.delegation_id).first()


def first_in_line(conference, waiting, free: int | None) -> list:
    """Return whom the free places go to, in order of arrival.

    Whose delegation has no seat, or whose sector no place, is passed over and keeps the place in the line.
    """
    chosen, seats, sectors = [], {}, free_by_sector(conference)
    if full := [sector for sector, left in sectors.items() if left <= 0]:  # who waits for those may be hundreds
        waiting = waiting.exclude(participant__organisation__sector__in=full)
    for registration in waiting.select_related("participant__delegation", "participant__organisation"):
        if free is not None and len(chosen) >= free:
            break
        delegation, sector = registration.participant.delegation, sector_of(registration.participant)
        if sector in sectors and sectors[sector] <= 0:
            continue
        if delegation and delegation.seat_limit is not None:
            left = seats.setdefault(delegation.pk, delegation.seat_limit - seats_taken(delegation))
            if left <= 0:
                continue
            seats[delegation.pk] -= 1
        if sector in sectors:
            sectors[sector] -= 1
        chosen.append(registration)
    return chosen


def excess(conference) -> dict:
    """Return how many more hold a place than there are, by sector and by delegation. Meaningful under `lock`."""
    taken = taken_by_sector(conference)
    limits = conference.sector_limits.values_list("sector", "place_count")
    over = {sector: (taken.get(sector, 0), limit) for sector, limit in limits}
    held = Count("members", filter=Q(members__registration__in=conference.registrations.holding_a_place()))
    limited = conference.delegations.filter(seat_limit__isnull=False).select_related("organisation").annotate(held=held)
    over |= {delegation: (delegation.held, delegation.seat_limit) for delegation in limited}
    return {key: (count, limit) for key, (count, limit) in over.items() if count > limit}


def refuse_excess(conference, before: dict) -> None:
    """Refuse what has made more people hold a place of a sector or delegation than there are, and than did before."""
    for key, (count, limit) in excess(conference).items():
        if count > before.get(key, (limit, limit))[0]:
            whose = f"the delegation of {key}" if isinstance(key, Delegation) else Sector(key).label
            people = "1 person" if count == 1 else f"{count} people"
            raise NotPossible(f"{people} of {whose} would hold a place, and it has {limit}. ({conference})")


class Tally:
    """Places as they would be taken after one person and another, in all, by sector and by delegation.

    Asked of the database once, for what touches many people. Meaningful under `lock`.
    """

    def __init__(self, conference):
        self.capacity, self.taken = conference.capacity, taken_count(conference)
        self.limits = dict(conference.sector_limits.values_list("sector", "place_count"))
        self.by_sector = Counter(taken_by_sector(conference))
        self.delegations = {
            each.organisation_id: each for each in conference.delegations.select_related("organisation")
        }
        held = conference.registrations.holding_a_place().exclude(participant__delegation=None).order_by()
        self.by_delegation = Counter(dict(held.values_list("participant__delegation").annotate(Count("pk"))))

    def take(self, participant) -> bool:
        """Take a place for somebody who has none, if there is one."""
        if self.capacity is not None and self.taken >= self.capacity:
            return False
        if self._why_not(sector_of(participant), participant.delegation):
            return False
        self.taken += 1
        self._count(sector_of(participant), participant.delegation_id, 1)
        return True

    def move(self, participant, sector: str, delegation: Delegation | None) -> str | None:
        """Move somebody who has a place to another sector and delegation, or say why there is none."""
        former = sector_of(participant), participant.delegation_id
        self._count(*former, -1)
        if reason := self._why_not(
            sector if sector != former[0] else "", delegation if delegation and delegation.pk != former[1] else None
        ):
            self._count(*former, 1)
            return reason
        self._count(sector, delegation.pk if delegation else None, 1)
        return None

    def _why_not(self, sector, delegation):
        if (
            delegation
            and delegation.seat_limit is not None
            and self.by_delegation[delegation.pk] >= delegation.seat_limit
        ):
            return f"All {delegation.seat_limit} seats of the delegation of {delegation} are taken."
        if sector in self.limits and self.by_sector[sector] >= self.limits[sector]:
            return f"All {self.limits[sector]} places for {Sector(sector).label} are taken."
        return None

    def _count(self, sector, delegation_pk, number):
        self.by_sector[sector] += number
        self.by_delegation[delegation_pk] += number
