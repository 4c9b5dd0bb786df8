"""Whom a conference may write to, and what the placeholders of a text stand for in each person's message."""

from django.db.models import Q
from django.db.models.functions import Lower

from correspondence import letter_words
from correspondence.audiences import EVERYONE, Audience, Recipient, register
from lib.text import search_key
from participants import facts, queries, rules
from participants.choices import RegistrationStatus

EXPECTED = [RegistrationStatus.PENDING, RegistrationStatus.CONFIRMED, RegistrationStatus.WAITLISTED]


def register_all():
    """Offer the groups of people to correspondence; called once when the app is ready."""
    register(Audience(EVERYONE, "Everyone with an e-mail address", _everyone))
    register(Audience("confirmed", "Everyone whose registration is confirmed", _registered("confirmed")))
    register(Audience("pending", "Everyone whose registration is to be decided", _registered("pending")))
    register(Audience("waitlisted", "Everyone on the waiting list", _registered("waitlisted")))
    register(Audience("arrived", "Everyone who was there", _registered("arrived")))
    register(Audience("unanswered", "Everyone who has not answered the invitation", _unanswered))
    register(Audience("missing_answers", "Everyone who still has to answer a question", _missing_answers))


def _everyone(conference, at):
    return list(conference.participants.exclude(email="").by_name().values_list("pk", flat=True))


def _registered(word):
    """Return how to find those whom a word of RegistrationQuerySet names."""

    def find(conference, at):
        return with_address(getattr(conference.registrations, word)())

    return find


def _unanswered(conference, at):
    unanswered = conference.invitations.with_state(at).unanswered()
    return with_address(unanswered.exclude(participant__registration__status__in=EXPECTED))


def _missing_answers(conference, at):
    return with_address(conference.registrations.filter(pk__in=queries.lacking_answers(conference)))


def with_address(found) -> list[int]:
    """Return the ids of the people behind registrations or invitations who have an address, by name."""
    found = found.exclude(participant__email="").order_by("participant__sort_key", "participant_id")
    return list(found.values_list("participant_id", flat=True))


def addresses(conference, word: str) -> list:
    """Return queries for the addresses, in small letters, of the people, focal points and missions that a word names.

    By their organisation too, whatever accents or case.
    """
    key = search_key(word)
    people = conference.participants.filter(
        Q(search_key__contains=key) | Q(organisation__search_key__contains=key)
    ).exclude(email="")
    asked = conference.delegations.matching(word)
    return [
        people.order_by().values(address=Lower("email")),
        *(
            asked.order_by().values(address=Lower(name))
            for name in ("focal_point_email", "organisation__mission_email")
        ),
    ]


def written_to(delegation):
    """Return what was written to a delegation, newest first: to its focal point, its mission and its members."""
    conference, members = delegation.conference, delegation.members.all()
    theirs = Q(link_purpose="participants:nomination", link_pk=delegation.pk)
    for purpose, rows in (("me", conference.registrations), ("invitation", conference.invitations)):
        theirs |= Q(
            link_purpose=f"participants:{purpose}", link_pk__in=rows.filter(participant__in=members).values("pk")
        )
    theirs |= Q(address__in=members.exclude(email="").order_by().values(known=Lower("email")))
    written = conference.messages.alias(address=Lower("to_email")).filter(theirs)
    return written.with_letter().with_attempts().with_attachments().newest_first()


def load(conference, ids: list[int], language: str = "") -> list[Recipient]:
    """Return how to write to these people, in this order; without those who are gone or have no address.

    Each is written to in the own language, or all in the one that is given.
    """
    related = ["registration", "invitation", "conference"]
    people = conference.participants.filter(pk__in=ids).exclude(email="").select_related(*related).in_bulk()
    return [_recipient(people[pk], language or people[pk].reads) for pk in ids if pk in people]


def _recipient(participant, language):
    registration = getattr(participant, "registration", None)
    invitation = getattr(participant, "invitation", None)
    link = None
    if registration:
        link = ("participants:me", registration.pk, registration.link_version)
    elif invitation:
        link = ("participants:invitation", invitation.pk, invitation.link_version)
    return Recipient(
        email=participant.email,
        name=participant.name,
        language=language,
        link=link,
        values=values(participant, language),
    )


def values(participant, language: str) -> dict[str, str]:
    """Return what the placeholders about a person stand for, in the language of the message."""
    conference = participant.conference
    registration = getattr(participant, "registration", None)
    deadline = rules.answer_deadline(conference, getattr(participant, "invitation", None))
    return {
        "salutation": facts.salutation(participant, language),
        "name": participant.formal_name,
        "reference": registration.reference if registration else "",
        "deadline": letter_words.deadline(deadline, conference.zone, language),
    }
