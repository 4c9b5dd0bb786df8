"""What changes a conference, its organizers, rooms and team."""

from django.db import transaction

from accounts import actions as accounts
from conference import audit, holdings, signals
from conference.choices import ConferenceStatus, TeamRole
from conference.models import Conference, Organizer, RetentionDate, Room, Series, TeamMember
from lib.refusal import NotPossible, still_there


@transaction.atomic
def create(*, by, at, series_name: str = "", **fields) -> Conference:
    """Open a conference as a draft, with `by` as its first organiser when that is a user.

    `fields` are fields of Conference, cleaned by a form; `series_name` finds or makes the series. Raises
    ValidationError when they do not fit the model.
    """
    conference = Conference(created_at=at, series=_series(series_name), **fields)
    conference.full_clean()
    conference.save(force_insert=True)
    audit.record("conference.created", conference, conference=conference, by=by, at=at)
    if hasattr(by, "pk"):
        TeamMember.objects.create(conference=conference, user=by, role=TeamRole.ORGANISER, added_at=at)
    return conference


@transaction.atomic
def change(conference: Conference, *, by, at, series_name: str | None = None, **fields) -> Conference:
    """Change fields of a conference; nothing is written when nothing differs. `series_name` "" takes it out of one."""
    conference = _lock(conference)
    before = audit.snapshot(conference)
    if series_name is not None:
        fields["series"] = _series(series_name)
    for name, value in fields.items():
        setattr(conference, name, value)
    conference.full_clean()
    old, new = audit.changes(before, audit.snapshot(conference))
    if new:
        signals.conference_changing.send(Conference, conference=conference, before=old, at=at)
        conference.save(update_fields=list(new))
        audit.record("conference.changed", conference, conference=conference, by=by, at=at, before=old, after=new)
        signals.conference_changed.send(Conference, conference=conference, before=old, by=by, at=at)
    return conference


# What next year's conference takes over; days, registration dates and the number in the series are new.
KEPT_BY_A_CLONE = [
    "series",
    "summary",
    "time_zone",
    "is_online",
    "venue_name",
    "address",
    "city",
    "country",
    "default_language",
    "capacity",
    "is_moderated",
    "contact_name",
    "contact_email",
    "disclaimer",
]


@transaction.atomic
def clone(conference: Conference, *, title, short_title, slug, starts_on, ends_on, by, at) -> Conference:
    """Open next year's conference as a draft: settings, organizers, rooms, team; questions and templates follow.

    Nobody is taken over but the team: participants, agenda, messages and notes belong to the original.
    """
    kept = {name: getattr(conference, name) for name in KEPT_BY_A_CLONE}
    copy = Conference(
        title=title, short_title=short_title, slug=slug, starts_on=starts_on, ends_on=ends_on, created_at=at, **kept
    )
    copy.full_clean()
    copy.save(force_insert=True)
    Organizer.objects.bulk_create(
        Organizer(conference=copy, name=each.name, role=each.role, position=each.position)
        for each in conference.organizers.in_order()
    )
    Room.objects.bulk_create(
        Room(conference=copy, name=each.name, seat_count=each.seat_count, position=each.position)
        for each in conference.rooms.all()
    )
    TeamMember.objects.bulk_create(
        TeamMember(conference=copy, user_id=each.user_id, role=each.role, added_at=at) for each in conference.team.all()
    )
    audit.record("conference.cloned", copy, conference=copy, by=by, at=at, after={"from": str(conference)})
    signals.conference_cloned.send(Conference, original=conference, copy=copy, by=by, at=at)
    return copy


@transaction.atomic
def announce(conference: Conference, *, by, at) -> Conference:
    """Open the conference's pages to everyone."""
    conference = _lock(conference)
    if conference.status == ConferenceStatus.ANNOUNCED:
        raise NotPossible(f"{conference} is announced already.")
    return _set_status(conference, ConferenceStatus.ANNOUNCED, "conference.announced", by=by, at=at)


@transaction.atomic
def cancel(conference: Conference, *, reason: str, by, at) -> Conference:
    """Call a conference off: registration and answers end, reminders stop, calendars show it as cancelled.

    Nobody is written to: the organisers choose the words, and send them as a mailing.
    """
    conference = _lock(conference)
    if conference.status != ConferenceStatus.ANNOUNCED:
        raise NotPossible("Only a conference that was announced can be cancelled.")
    if at.astimezone(conference.zone).date() > conference.ends_on:
        raise NotPossible(f"{conference} is over.")
    verb, status = "conference.cancelled", ConferenceStatus.CANCELLED
    return _set_status(conference, status, verb, by=by, at=at, reason=reason)


@transaction.atomic
def restore(conference: Conference, *, by, at) -> Conference:
    """Take a cancellation back: the conference takes place after all."""
    conference = _lock(conference)
    if conference.status != ConferenceStatus.CANCELLED:
        raise NotPossible(f"{conference} is not cancelled.")
    return _set_status(conference, ConferenceStatus.ANNOUNCED, "conference.restored", by=by, at=at)


@transaction.atomic
def archive(conference: Conference, *, by, at) -> Conference:
    """Close a conference: its pages stay readable, and nothing about it is changed until somebody reopens it."""
    conference = _lock(conference)
    if conference.status not in {ConferenceStatus.ANNOUNCED, ConferenceStatus.CANCELLED}:
        raise NotPossible("Only a conference that was announced can be archived.")
    if not conference.is_cancelled and at.astimezone(conference.zone).date() <= conference.ends_on:
        raise NotPossible(f"{conference} is not over yet: it ends on {conference.ends_on:%-d %B %Y}.")
    return _set_status(conference, ConferenceStatus.ARCHIVED, "conference.archived", by=by, at=at)


@transaction.atomic
def reopen(conference: Conference, *, by, at) -> Conference:
    """Take a conference out of the archive: it can be changed again."""
    conference = _lock(conference)
    if conference.status != ConferenceStatus.ARCHIVED:
        raise NotPossible(f"{conference} is not in the archive.")
    return _set_status(conference, ConferenceStatus.ANNOUNCED, "conference.reopened", by=by, at=at)


@transaction.atomic
def set_organizers(conference: Conference, organizers: list[dict], *, by, at) -> list[Organizer]:
    """Replace the list of organizers by `organizers` (name, role), in this order."""
    conference = _lock(conference)
    before = [{"name": each.name, "role": each.role} for each in conference.organizers.in_order()]
    after = [{"name": each["name"], "role": each["role"]} for each in organizers]
    if before != after:
        conference.organizers.all().delete()
        Organizer.objects.bulk_create(
            Organizer(conference=conference, position=position, **each) for position, each in enumerate(after)
        )
        audit.record(
            "organizers.changed",
            conference,
            conference=conference,
            by=by,
            at=at,
            before={"organizers": before},
            after={"organizers": after},
        )
    return list(conference.organizers.in_order())


@transaction.atomic
def add_room(conference: Conference, *, name: str, by, at, seat_count: int | None = None) -> Room:
    """Add a room after the others. Raises NotPossible when the name is taken."""
    conference = _lock(conference)
    if conference.rooms.filter(name__iexact=name).exists():
        raise NotPossible(f"The conference has a room named “{name}” already.")
    room = Room.objects.create(
        conference=conference, name=name, seat_count=seat_count, position=conference.rooms.count()
    )
    audit.record(
        "room.added", room, conference=conference, by=by, at=at, after=audit.snapshot(room, ["name", "seat_count"])
    )
    return room


@transaction.atomic
def change_room(room: Room, *, name: str, seat_count: int | None, by, at) -> Room:
    """Rename a room or change its number of seats."""
    conference = _lock(room.conference)
    room = still_there(conference.rooms, pk=room.pk)
    if conference.rooms.filter(name__iexact=name).exclude(pk=room.pk).exists():
        raise NotPossible(f"The conference has a room named “{name}” already.")
    before = audit.snapshot(room, ["name", "seat_count"])
    room.name, room.seat_count = name, seat_count
    old, new = audit.changes(before, audit.snapshot(room, ["name", "seat_count"]))
    if new:
        room.save(update_fields=list(new))
        audit.record("room.changed", room, conference=conference, by=by, at=at, before=old, after=new)
    return room


@transaction.atomic
def remove_room(room: Room, *, by, at) -> None:
    """Remove a room; its sessions stay, without a room."""
    conference = _lock(room.conference)
    room = still_there(conference.rooms, pk=room.pk)
    signals.room_removing.send(Room, room=room, by=by, at=at)
    audit.record(
        "room.removed", room, conference=conference, by=by, at=at, before=audit.snapshot(room, ["name", "seat_count"])
    )
    room.delete()


@transaction.atomic
def add_member(conference: Conference, *, email: str, name: str, role: str, by, at, password=None) -> TeamMember:
    """Add a colleague to the team, opening a sign-in when the address has none. Works from the next request on."""
    conference = _lock(conference)
    user = accounts.open_account(email=email, name=name, password=password, by=by, at=at)
    if conference.team.filter(user=user).exists():
        raise NotPossible(f"{user} is in the team already. Change the role in the list.")
    member = TeamMember.objects.create(conference=conference, user=user, role=role, added_at=at)
    audit.record("team_member.added", member, conference=conference, by=by, at=at, after={"role": role})
    signals.member_added.send(TeamMember, member=member, by=by, at=at)
    return member


@transaction.atomic
def change_role(member: TeamMember, *, role: str, by, at) -> TeamMember:
    """Give a member another role. The last organiser stays one."""
    conference = _lock(member.conference)
    member = still_there(conference.team.select_related("user"), pk=member.pk)
    if member.role == role:
        return member
    _keep_an_organiser(conference, without=member)
    before = {"role": member.role}
    member.role = role
    member.save(update_fields=["role"])
    audit.record(
        "team_member.changed", member, conference=conference, by=by, at=at, before=before, after={"role": role}
    )
    return member


@transaction.atomic
def remove_member(member: TeamMember, *, by, at) -> None:
    """Take a member out of the team; the sign-in stays. Works from the next request on."""
    conference = _lock(member.conference)
    member = still_there(conference.team, pk=member.pk)
    _keep_an_organiser(conference, without=member)
    audit.record("team_member.removed", member, conference=conference, by=by, at=at, before={"role": member.role})
    member.delete()


@transaction.atomic
def set_erase_dates(conference: Conference, dates: dict, *, by, at) -> None:
    """Set from which day each class of personal data is erased; None goes back to the usual number of days."""
    conference = _lock(conference)
    before = {each.holding: each.erase_on for each in conference.retention_dates.all()}
    after = {key: day for key, day in dates.items() if day}
    old, new = audit.changes(before, dict.fromkeys(before) | after)
    if not new:
        return
    conference.retention_dates.all().delete()
    conference.retention_dates.bulk_create(
        RetentionDate(conference=conference, holding=key, erase_on=day) for key, day in after.items()
    )
    audit.record("retention.changed", conference, conference=conference, by=by, at=at, before=old, after=new)


@transaction.atomic
def erase_what_is_due(conference: Conference, *, by, at) -> dict[str, int]:
    """Erase the classes of personal data whose day has come; return how many entries of each, none of those without.

    Archived conferences too: what a date asks for is no change of the conference.
    """
    conference = _lock(conference)
    erased = {}
    for term in holdings.due(conference, conference.retention_dates.all(), at):
        if count := term.holding.erase(conference, by=by, at=at):
            erased[term.holding.key] = count
    if erased:
        audit.record("data.erased", conference, conference=conference, by=by, at=at, after=erased)
    return erased


def _keep_an_organiser(conference, *, without):
    others = conference.team.filter(role=TeamRole.ORGANISER).exclude(pk=without.pk)
    if without.role == TeamRole.ORGANISER and not others.exists():
        raise NotPossible("The team needs an organiser. Make somebody else organiser first.")


def _set_status(conference, status, verb, *, by, at, **said):
    before = {"status": conference.status}
    conference.status = status
    conference.save(update_fields=["status"])
    after = {"status": status} | said
    audit.record(verb, conference, conference=conference, by=by, at=at, before=before, after=after)
    return conference


def _lock(conference):
    return Conference.objects.locked().get(pk=conference.pk)


def _series(name):
    if not name.strip():
        return None
    return Series.objects.named(name) or Series.objects.create(name=name.strip())
