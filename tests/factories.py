"""Objects for tests: plain functions, dull defaults, keyword-only. Nothing is made that was not asked for."""

from datetime import UTC, date, datetime, timedelta
from itertools import count

from accounts.models import User
from conference.choices import ConferenceStatus, TeamRole
from conference.models import Conference, Organizer, Room, TeamMember
from correspondence.choices import LetterKind, MessageStatus, ReminderAnchor
from correspondence.models import Letter, Letterhead, Mailing, Message, Reminder
from lib.text import search_key
from participants.choices import MergeKind, QuestionKind, RegistrationStatus, Sector
from participants.models import (
    Delegation,
    Invitation,
    Merge,
    Organisation,
    Participant,
    Question,
    Registration,
    VisaRequest,
)
from reports.content import of_note
from reports.models import (
    AcceptedFact,
    ClearanceRequest,
    Comment,
    InformationNote,
    NoteRevision,
    NoteTemplate,
    Section,
    StateGroup,
)
from reports.starting import usual_shape
from sessions.choices import SessionKind, SpeakerRoleKind
from sessions.models import Session, SpeakerRole

PASSWORD = "a password for tests"
BEFORE = datetime(2030, 3, 1, 9, 0, tzinfo=UTC)
OPENING = datetime(2030, 6, 3, 9, 0, tzinfo=UTC)
_number = count(1)


def make_user(*, email=None, name="Olga Organiser", **fields):
    """A user who may sign in with PASSWORD."""
    return User.objects.create_user(email or f"user{next(_number)}@example.org", PASSWORD, name=name, **fields)


def make_conference(*, slug=None, status=ConferenceStatus.ANNOUNCED, **fields):
    """A public conference of two days in June 2030, in UTC, registration open since BEFORE."""
    number = next(_number)
    defaults = {
        "title": f"Conference {number} on Export Controls",
        "short_title": f"Conference {number}",
        "slug": slug or f"conference-{number}",
        "starts_on": date(2030, 6, 3),
        "ends_on": date(2030, 6, 4),
        "time_zone": "UTC",
        "city": "Geneva",
        "country": "CH",
        "registration_opens_at": BEFORE - timedelta(days=30),
        "registration_closes_at": OPENING - timedelta(days=3),
        "contact_name": "Conference office",
        "contact_email": "office@example.org",
        "created_at": BEFORE - timedelta(days=60),
    }
    return Conference.objects.create(status=status, **defaults | fields)


def make_organizer(conference, *, name="Government of Chile", **fields):
    return Organizer.objects.create(conference=conference, name=name, **fields)


def make_room(conference, *, name="Plenary hall", **fields):
    return Room.objects.create(conference=conference, name=name, **fields)


def make_member(conference, *, role=TeamRole.ORGANISER, user=None):
    """A user in the conference's team; returns the user."""
    user = user or make_user()
    TeamMember.objects.create(conference=conference, user=user, role=role, added_at=BEFORE)
    return user


def make_organisation(*, official_name=None, sector=Sector.GOVERNMENT, **fields):
    name = official_name or f"Ministry {next(_number)}"
    fields.setdefault("search_key", search_key(name, fields.get("short_name", ""), *fields.get("aliases", [])))
    return Organisation.objects.create(official_name=name, sector=sector, **fields)


def make_delegation(conference, *, organisation=None, **fields):
    """A delegation with a focal point who was not asked yet."""
    defaults = {"focal_point_name": "Fatou Focal", "focal_point_email": f"focal{next(_number)}@example.org"}
    organisation = organisation or make_organisation()
    return Delegation.objects.create(conference=conference, organisation=organisation, **defaults | fields)


def make_question(conference, *, label="Which meal do you take?", kind=QuestionKind.SHORT_TEXT, choices=(), **fields):
    """A question that everybody is asked; `choices` are labels, or pairs of label and places."""
    fields.setdefault("roles", ["desk"])
    position = conference.questions.count() + 1
    question = Question.objects.create(
        conference=conference, label=label, kind=kind, position=position, created_at=BEFORE, **fields
    )
    for number, choice in enumerate(choices, start=1):
        words, limit = choice if isinstance(choice, tuple) else (choice, None)
        question.choices.create(label=words, place_limit=limit, position=number)
    return question


def make_merge(conference, *, kept, **fields):
    """A merge into an organisation or a participant, of an entry that had nothing."""
    defaults = {"kind": MergeKind.ORGANISATION, "gone_id": 0, "kept_label": str(kept), "gone_label": "A twin"}
    return Merge.objects.create(conference=conference, kept_id=kept.pk, merged_at=BEFORE, **defaults | fields)


def make_participant(conference, *, given_name="Ana", family_name="Muster", **fields):
    fields.setdefault("email", f"person{next(_number)}@example.org")
    fields.setdefault("search_key", search_key(given_name, family_name, fields["email"]))
    fields.setdefault("sort_key", search_key(family_name, given_name))
    return Participant.objects.create(
        conference=conference, given_name=given_name, family_name=family_name, created_at=BEFORE, **fields
    )


def make_registration(conference, *, participant=None, status=RegistrationStatus.CONFIRMED, **fields):
    participant = participant or make_participant(conference)
    defaults = {"reference": f"T-{next(_number):05}", "registered_at": BEFORE, "status_changed_at": BEFORE}
    return Registration.objects.create(
        conference=conference, participant=participant, status=status, **defaults | fields
    )


def make_message(conference, *, status=MessageStatus.QUEUED, **fields):
    number = next(_number)
    defaults = {
        "kind": "invitation",
        "occasion": f"test:{number}",
        "to_email": f"person{number}@example.org",
        "subject": "You are invited",
        "text": "Dear Ana Muster,\n\nyou are invited.\n",
        "created_at": BEFORE,
        "not_before": BEFORE,
    }
    return Message.objects.create(conference=conference, status=status, **defaults | fields)


def make_letter(conference, *, message=None, kind=LetterKind.INVITATION, **fields):
    """A letter that waits to be made, with the message that waits for it."""
    number = conference.letters.count() + 1
    defaults = {
        "number": number,
        "reference": f"T/2030/{number:03}",
        "dated_on": date(2030, 3, 1),
        "addressee": "Ms. Ana Muster",
        "values": {"salutation": "Dear Ms. Ana Muster", "name": "Ms. Ana Muster"},
        "ordered_at": BEFORE,
    }
    message = message or make_message(conference, status=MessageStatus.PREPARING)
    return Letter.objects.create(conference=conference, message=message, kind=kind, **defaults | fields)


def make_mailing(conference, *, audience="confirmed", subject="See you soon", text="{salutation}\n", **fields):
    """A mailing that was not sent yet."""
    return Mailing.objects.create(
        conference=conference, audience=audience, subject=subject, text=text, created_at=BEFORE, **fields
    )


def make_reminder(conference, *, days=2, **fields):
    """A reminder that leaves some days before the first day."""
    defaults = {"audience": "confirmed", "kind": "reminder", "anchor": ReminderAnchor.BEFORE_FIRST_DAY}
    return Reminder.objects.create(conference=conference, days=days, created_at=BEFORE, **defaults | fields)


def make_invitation(conference, *, participant=None, **fields):
    """An invitation without a message: a draft."""
    participant = participant or make_participant(conference)
    return Invitation.objects.create(conference=conference, participant=participant, created_at=BEFORE, **fields)


def make_visa_request(participant, **fields):
    """A request for a letter for a visa, at a conference that offers them."""
    conference = participant.conference
    if not Letterhead.objects.filter(conference=conference).exists():
        Letterhead.objects.create(conference=conference, office="Secretariat", has_passport=True, changed_at=BEFORE)
    defaults = {"passport_name": "ANA MUSTER", "passport_number": "P123", "asked_at": BEFORE}
    return VisaRequest.objects.create(conference=conference, participant=participant, **defaults | fields)


def make_session(conference, *, title="Opening", kind=SessionKind.OPENING, starts_at=OPENING, minutes=60, **fields):
    """A published session; `starts_at=None` leaves it unplaced."""
    ends_at = starts_at + timedelta(minutes=minutes) if starts_at else None
    return Session.objects.create(
        conference=conference, title=title, kind=kind, starts_at=starts_at, ends_at=ends_at, changed_at=BEFORE, **fields
    )


def make_speaker(session, *, participant=None, role=SpeakerRoleKind.SPEAKER, **fields):
    participant = participant or make_participant(session.conference)
    return SpeakerRole.objects.create(session=session, participant=participant, role=role, **fields)


def make_note(conference, *, language="en", sections=(("Background", "Some text."),), **fields):
    note = InformationNote.objects.create(
        conference=conference, language=language, version=1, created_at=BEFORE, changed_at=BEFORE, **fields
    )
    for position, (heading, text) in enumerate(sections):
        Section.objects.create(note=note, heading=heading, text=text, position=position)
    content = of_note(InformationNote.objects.whole().get(pk=note.pk))
    NoteRevision.objects.create(note=note, number=note.version, content=content, what="Started", at=BEFORE)
    return note


def make_note_template(*, name="Workshops", language="en"):
    shape = usual_shape(language, disclaimer="For information.")
    return NoteTemplate.objects.create(name=name, language=language, shape=shape.as_dict(), created_at=BEFORE)


def make_state_group(*, name="Pacific Alliance States", codes=("CL", "CO", "MX", "PE")):
    return StateGroup.objects.create(name=name, codes=list(codes))


def make_accepted_fact(note, *, key="total", value=31, sentence="There was a total of 31 participants.", **fields):
    defaults = {"basis": "confirmed", "accepted_at": BEFORE, "accepted_by": "Rosa Rapporteur"}
    return AcceptedFact.objects.create(note=note, key=key, value=value, sentence=sentence, **defaults | fields)


def make_clearance_request(note, *, name="Elena Núñez", email="elena@example.org", **fields):
    defaults = {"revision": note.version, "asked_at": BEFORE, "asked_by": "Rosa Rapporteur"}
    return ClearanceRequest.objects.create(note=note, name=name, email=email, **defaults | fields)


def make_comment(request, *, text="The year is not right.", **fields):
    defaults = {"place": "title", "label": "Title", "revision": request.revision, "at": BEFORE}
    return Comment.objects.create(note=request.note, request=request, text=text, **defaults | fields)
