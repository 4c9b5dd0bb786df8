"""What the pages of the agenda fetch."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from hashlib import sha256
from itertools import groupby

from django.db import connection
from django.db.models import Count, F, Q

from conference.choices import ConferenceStatus
from conference.models import AuditEntry, Conference, Organizer
from correspondence.models import Mailing
from lib.refusal import NotPossible
from lib.text import search_key
from participants.choices import MergeKind, RegistrationStatus
from participants.models import Participant
from sessions import clashes
from sessions.choices import NOT_EXPECTED, SpeakerAnswer
from sessions.facts import differences, notices, schedules, snapshot
from sessions.models import AgendaRelease, Document, Pick, Session, SpeakerProfile, SpeakerRole

UNDOABLE = [
    "session.added",
    "session.changed",
    "session.moved",
    "session.copied",
    "session.shifted",
    "session.removed",
    "session.restored",
    "contribution.added",
    "contribution.changed",
    "contribution.removed",
    "speaker.added",
    "speaker.changed",
    "speaker.removed",
    "room.added",
    "room.changed",
    "room.removed",
]
TAKEN_BACK = ["session.undone", "agenda.undone"]
UNDONE = "undone_entry"
FAR_ENOUGH = 60
NOT_ON_PAGES = {
    "series_id",
    "ordinal",
    "capacity",
    "is_moderated",
    "registration_opens_at",
    "registration_closes_at",
    "disclaimer",
    "created_at",
}


def latest_release(conference: Conference) -> AgendaRelease | None:
    """Return the version that readers see, with its snapshot."""
    return conference.agenda_releases.newest_first().first()


def telling(release: AgendaRelease | None) -> Mailing | None:
    """Return the messages that tell people of a version, with their counts, while some of them wait."""
    if release is None or release.mailing_id is None:
        return None
    mailing = Mailing.objects.with_counts().filter(pk=release.mailing_id, cancelled_at=None).first()
    return mailing if mailing and mailing.waiting_count else None


def last_number(conference: Conference) -> int:
    """Return the number of the version that readers see; 0 before the first."""
    return conference.agenda_releases.newest_first().values_list("number", flat=True).first() or 0


def changes_since(conference: Conference, last: AgendaRelease | None, number: int) -> list[differences.Difference]:
    """Return what the last release changed for somebody who had seen version `number`; nothing when that is 0."""
    if last is None or not 0 < number < last.number:
        return []
    seen = conference.agenda_releases.filter(number=number).values_list("snapshot", flat=True).first()
    return differences.between(seen, last.snapshot, conference.zone) if seen else []


def draft(conference: Conference) -> list[Session]:
    """Return the agenda as the team edits it, with people and presentations, in four queries."""
    return list(conference.sessions.kept().with_people().in_order())


def following(conference: Conference, session: Session, *, only_room: bool = False) -> list[Session]:
    """Return a session and all that begin at or after it on its day, in order."""
    session = conference.sessions.placed().filter(pk=session.pk).first()
    if session is None:
        raise NotPossible("This session has no time, so nothing follows it.")
    day = session.starts_at.astimezone(conference.zone).date()
    later = conference.sessions.placed().filter(starts_at__gte=session.starts_at).in_order()
    return [
        each
        for each in later
        if each.starts_at.astimezone(conference.zone).date() == day
        and (not only_room or each.room_id == session.room_id)
    ]


def day_mark(sessions: list[Session]) -> str:
    """Return a short text that is the same as long as these sessions are, each in its version."""
    return sha256(",".join(f"{each.pk}.{each.version}" for each in sessions).encode()).hexdigest()[:16]


def last_change(conference: Conference) -> AuditEntry | None:
    """Return the newest change of the agenda or its rooms that can be taken back; what was taken back is passed over."""
    taken_back = set()
    entries = conference.history.filter(verb__in=[*UNDOABLE, *TAKEN_BACK]).with_actor().newest_first()
    for entry in entries[:FAR_ENOUGH]:
        if entry.verb in TAKEN_BACK:
            taken_back.add(entry.after.get(UNDONE))
        elif entry.pk not in taken_back:
            return entry
    return None


def removal(conference: Conference, kind: str, pk: int) -> AuditEntry | None:
    """Return the entry that says who removed a session, presentation or role (`kind` is its model's name), if any did."""
    subject = {"subject_kind": f"conference_sessions.{kind}", "subject_id": pk}
    return conference.history.filter(verb__endswith=".removed", **subject).with_actor().newest_first().first()


@dataclass(frozen=True)
class Candidate:
    """The version that a release made now would give, and how it differs from the one that readers see."""

    conference: Conference
    last: AgendaRelease | None
    frozen: dict

    @property
    def number(self) -> int:
        return self.last.number + 1 if self.last else 1

    @property
    def mark(self) -> str:
        """A short text that is the same as long as the draft and the last release are."""
        said = [snapshot.content(entry) for entry in self.frozen["sessions"]]
        return sha256(json.dumps([self.number, said], sort_keys=True).encode()).hexdigest()[:16]

    @property
    def differences(self) -> list[differences.Difference]:
        before = with_merged(self.conference, self.last.snapshot) if self.last else None
        return differences.between(before, self.frozen, self.conference.zone)

    @property
    def differs(self) -> bool:
        return self.frozen != self.last.snapshot if self.last else bool(self.frozen["sessions"])

    def notices(self) -> list[notices.Notice]:
        """Return who is concerned, by name, and what each is told."""
        found = self.differences
        picks: dict[int, set[int]] = {}
        chosen = Pick.objects.of_expected().filter(session__in=[each.pk for each in found])
        chosen = chosen.values_list("session", "participant")
        for session, participant in chosen:
            picks.setdefault(session, set()).add(participant)
        lines = notices.concerned(found, picks)
        people = self.conference.participants.filter(pk__in=list(lines)).with_organisation().by_name()
        return notices.notices(lines, list(people))


def candidate(conference: Conference, at, sessions: list[Session] | None = None) -> Candidate:
    """Return what a release made now would be; `sessions` is the draft when it is fetched already."""
    last = latest_release(conference)
    shown = [session for session in (draft(conference) if sessions is None else sessions) if session.is_published]
    return Candidate(conference, last, snapshot.freeze(shown, last.snapshot if last else None, at))


def picks_of(participant) -> frozenset[int]:
    """Return the ids of the sessions that a participant picked."""
    return frozenset(participant.picks.values_list("session_id", flat=True))


def turns(conference: Conference) -> list[datetime]:
    """Return when the whole conference was cancelled, when that was taken back, and when it went to another place."""
    elsewhere = Q(verb="conference.changed", after__has_any_keys=["venue_name", "city", "is_online"])
    entries = conference.history.filter(Q(verb__in=["conference.cancelled", "conference.restored"]) | elsewhere)
    return list(entries.order_by("at").values_list("at", flat=True))


def sort_keys(conference: Conference, people: set[int]) -> dict[int, str]:
    """Return by what participants are sorted, by their ids."""
    return dict(conference.participants.filter(pk__in=people).values_list("pk", "sort_key"))


def merged_into(conference: Conference) -> dict[int, int]:
    """Return the ids of entries that became part of others, with the id of the entry that each is part of now."""
    merges = conference.merges.filter(kind=MergeKind.PARTICIPANT, undone_at=None).order_by("-merged_at", "-pk")
    now = {}
    for gone, kept in merges.values_list("gone_id", "kept_id"):
        now[gone] = now.get(kept, kept)
    return now


def with_merged(conference: Conference, frozen: dict) -> dict:
    """Return a snapshot in which people who were entered twice bear the id of the entry that they are now."""
    now = merged_into(conference)
    if not now:
        return frozen
    sessions = [
        entry | {"people": [each | {"pk": now.get(each["pk"], each["pk"])} for each in entry["people"]]}
        for entry in frozen["sessions"]
    ]
    return frozen | {"sessions": sessions}


def profile_of(conference: Conference, pk: int) -> SpeakerProfile | None:
    """Return the profile of somebody whom a released agenda names, though the entry be part of another by now."""
    now = merged_into(conference).get(pk, pk)
    return SpeakerProfile.objects.filter(participant=now, participant__conference=conference).first()


def beside_release(conference_pk: int) -> schedules.Beside:
    """Return what the public pages of a conference's sessions and speakers show besides the release, as it is now."""
    documents: dict[int, list[tuple[int, str, str]]] = {}
    for each in Document.objects.kept().filter(session__conference=conference_pk):
        documents.setdefault(each.session_id, []).append((each.pk, each.title, each.kind))
    profiles = SpeakerProfile.objects.filter(participant__conference=conference_pk).exclude(biography="")
    biographies = dict(profiles.values_list("participant_id", "biography"))
    merged = merged_into(Conference(pk=conference_pk))
    biographies |= {gone: biographies[kept] for gone, kept in merged.items() if kept in biographies}
    return schedules.Beside(documents, biographies)


def sign_ups(conference: Conference) -> dict[int, int]:
    """Return how many people have picked each session, by its id; sessions without picks are left out."""
    picks = Pick.objects.of_expected().filter(session__conference=conference)
    counted = picks.values_list("session").annotate(Count("pk"))
    return dict(counted.order_by())


def clashes_in(conference: Conference, sessions: list[Session] | None = None) -> list[clashes.Clash]:
    """Return the clashes of the draft."""
    if sessions is None:
        sessions = draft(conference)
    return clashes.find(sessions, conference, sign_ups=sign_ups(conference))


def former_reasons(conference: Conference) -> dict[str, str]:
    """Return why clashes that were opened again were let stand before, by their keys."""
    entries = conference.history.filter(verb="clash.reopened").order_by("pk").values_list("before", flat=True)
    return {before["clash_key"]: before["reason"] for before in entries if "clash_key" in before}


def people_matching(conference: Conference, words: str):
    """Return the first twenty participants whose name, address or organisation contain the words, by name."""
    found = conference.participants.all()
    for word in search_key(words).split():
        found = found.filter(Q(search_key__contains=word) | Q(organisation__search_key__contains=word))
    first = list(found.by_name().values_list("pk", flat=True)[:20])
    return conference.participants.filter(pk__in=first).with_organisation().by_name()


@dataclass(frozen=True)
class PublicState:
    """All that public pages of the agenda depend on, besides the reader: equal states give equal pages."""

    pk: int
    time_zone: str
    is_draft: bool
    last_number: int
    everything: tuple


def public_state(slug: str) -> PublicState | None:
    """Return the state of a conference's public agenda in one small query, or None when there is no such conference.

    Every answer waits for it, so it is written by hand, short and only once: building it costs more than asking it.
    """
    with connection.cursor() as cursor:
        cursor.execute(_state_query(), [slug])
        row = cursor.fetchone()
    if row is None:
        return None
    pk, time_zone, status, number, *_ = row
    return PublicState(pk, time_zone, status == ConferenceStatus.DRAFT, number or 0, row)


# What apps above show on every public page besides, each as SQL about the conference `c`; appended in their ready().
beside: list[str] = []


@cache
def _state_query() -> str:
    left_out = {"id", "time_zone", "status", *NOT_ON_PAGES}
    others = [field.column for field in Conference._meta.concrete_fields if field.attname not in left_out]
    release, organizer, conference = (model._meta.db_table for model in (AgendaRelease, Organizer, Conference))
    return (
        "SELECT c.id, c.time_zone, c.status,"  # noqa: S608 - all names are those of our models
        f" (SELECT MAX(number) FROM {release} WHERE conference_id = c.id),"
        f" (SELECT MAX(id) FROM {organizer} WHERE conference_id = c.id),"  # written anew with every change
        f" {', '.join([*beside, *(f'c.{column}' for column in others)])} FROM {conference} c WHERE c.slug = %s"
    )


@dataclass(frozen=True)
class Speaker:
    """Somebody with roles in the draft, with what is known of them."""

    participant: Participant
    roles: list[SpeakerRole]

    @property
    def registration(self):
        return getattr(self.participant, "registration", None)

    @property
    def profile(self) -> SpeakerProfile | None:
        return getattr(self.participant, "speaker_profile", None)

    @property
    def is_to_be_asked(self) -> bool:
        if self.registration and self.registration.status in NOT_EXPECTED:
            return False
        return bool(self.participant.email) and any(not role.answer for role in self.roles)

    @property
    def is_to_be_registered(self) -> bool:
        """Whether nothing stands between the speaker and a place: neither one already, nor a refusal."""
        if all(role.answer == SpeakerAnswer.DECLINED for role in self.roles):
            return False
        return self.registration is None or self.registration.status in {
            RegistrationStatus.PENDING,
            RegistrationStatus.CANCELLED,
        }


def speakers(conference: Conference) -> list[Speaker]:
    """Return everybody with a role in the draft, by name, in one query."""
    roles = (
        SpeakerRole.objects.in_kept_sessions()
        .filter(session__conference=conference)
        .select_related(
            "session",
            "contribution",
            "participant__organisation",
            "participant__registration",
            "participant__speaker_profile",
        )
        .order_by("participant__sort_key", "participant_id", F("session__starts_at").asc(nulls_last=True), "pk")
    )
    found = []
    for _, own in groupby(roles, key=lambda role: role.participant_id):
        own = list(own)
        own[0].participant.conference = conference
        found.append(Speaker(own[0].participant, own))
    return found
