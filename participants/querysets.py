"""Words for people, organisations, invitations and registrations."""

from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import Exact

from correspondence.choices import MessageStatus
from lib.text import search_key
from participants.choices import InvitationAnswer, InvitationState, MissingData, NominationState, RegistrationStatus

# What the desk's list always reads of a registration, and what only one of its columns does.
LISTED = [
    "conference",
    "status",
    "registered_at",
    "checked_in_at",
    "participant__conference",
    "participant__honorific",
    "participant__given_name",
    "participant__family_name",
    "participant__name_order",
    "participant__job_title",
    "participant__organisation__official_name",
    "participant__organisation__short_name",
    "participant__organisation__sector",
]
LISTED_IN = {
    "reference": ["reference"],
    **{name: [f"participant__{name}"] for name in ("country", "email", "phone", "needs", "language", "gender")},
    "is_listed": ["participant__is_listed"],
    "consent": ["participant__is_listed", "participant__consent_version", "participant__consented_at"],
    "delegation": [
        "participant__delegation__conference",
        "participant__delegation__organisation__official_name",
        "participant__delegation__organisation__short_name",
    ],
}
GONE = [RegistrationStatus.CANCELLED, RegistrationStatus.REJECTED]
NOT_TAKEN = [MessageStatus.FAILED, MessageStatus.SUPPRESSED, MessageStatus.CANCELLED]


def _invitation_state(at, path=""):
    """Return the expression of an invitation's state; `path` leads to the invitation."""

    def when(state, **conditions):
        return When(Q(**{f"{path}{name}": value for name, value in conditions.items()}), then=Value(state))

    return Case(
        when(InvitationState.ACCEPTED, answer=InvitationAnswer.ACCEPTED, revoked_at=None),
        when(InvitationState.DECLINED, answer=InvitationAnswer.DECLINED),
        when(InvitationState.REVOKED, revoked_at__isnull=False),
        when(InvitationState.DELEGATED, answer=InvitationAnswer.DELEGATED),
        when(InvitationState.EXPIRED, expires_at__lte=at),
        when(InvitationState.DRAFT, message__isnull=True),
        when(InvitationState.OPENED, message__status=MessageStatus.SENT, opened_at__isnull=False),
        when(InvitationState.SENT, message__status=MessageStatus.SENT),
        when(InvitationState.FAILED, message__status__in=NOT_TAKEN),
        when(InvitationState.BOUNCED, message__status=MessageStatus.BOUNCED),
        default=Value(InvitationState.QUEUED),
        output_field=models.CharField(),
    )


def _invitation_state_or_nothing(at, path):
    """Return the expression of the state of an invitation that somebody may have."""
    nothing = When(**{f"{path}__isnull": True}, then=Value(""))
    return Case(nothing, default=_invitation_state(at, f"{path}__"), output_field=models.CharField())


def _stands(state, at):
    """Return the condition that an invitation is in a state, as `_invitation_state` has it, in terms that an index knows."""
    not_declined = Q(answer__in=["", InvitationAnswer.DELEGATED, InvitationAnswer.ACCEPTED])
    standing = Q(answer="", revoked_at=None)
    is_open = standing & (Q(expires_at=None) | Q(expires_at__gt=at))
    told = {MessageStatus.SENT, MessageStatus.BOUNCED, *NOT_TAKEN}
    others = [each for each in MessageStatus.values if each not in told]
    return {
        InvitationState.ACCEPTED: Q(answer=InvitationAnswer.ACCEPTED, revoked_at=None),
        InvitationState.DECLINED: Q(answer=InvitationAnswer.DECLINED),
        InvitationState.REVOKED: not_declined & Q(revoked_at__isnull=False),
        InvitationState.DELEGATED: Q(answer=InvitationAnswer.DELEGATED, revoked_at=None),
        InvitationState.EXPIRED: standing & Q(expires_at__lte=at),
        InvitationState.DRAFT: is_open & Q(message=None),
        InvitationState.OPENED: is_open & Q(message__status=MessageStatus.SENT, opened_at__isnull=False),
        InvitationState.SENT: is_open & Q(message__status=MessageStatus.SENT, opened_at=None),
        InvitationState.FAILED: is_open & Q(message__status__in=NOT_TAKEN),
        InvitationState.BOUNCED: is_open & Q(message__status=MessageStatus.BOUNCED),
        InvitationState.QUEUED: is_open & Q(message__status__in=others),
    }[state]


class OrganisationQuerySet(models.QuerySet):
    """Organisations."""

    def matching(self, text):
        """Those whose names or aliases contain the words, whatever accents or case."""
        found = self
        for word in search_key(text).split():
            found = found.filter(search_key__contains=word)
        return found

    def by_name(self):
        return self.order_by("official_name", "pk")

    def with_people_of(self, conference):
        """Annotate `people_count`, how many of a conference's participants represent each."""
        return self.annotate(
            people_count=models.Count("participants", filter=Q(participants__conference=conference), distinct=True)
        )


class DelegationQuerySet(models.QuerySet):
    """Delegations of a conference."""

    def with_organisation(self):
        return self.select_related("organisation", "conference", "message")

    def by_name(self):
        return self.order_by("organisation__official_name", "pk")

    def with_counts(self):
        """Annotate `taken_count`, the members who hold a seat, and `nominee_count`, those on the list."""
        held = Q(members__registration__status=RegistrationStatus.CONFIRMED)
        held |= Q(members__registration__offer_expires_at__isnull=False)
        return self.annotate(
            taken_count=models.Count("members", filter=held, distinct=True),
            nominee_count=models.Count("nominees", distinct=True),
        )

    def matching(self, text):
        """Those whose organisation or focal point is called so, whatever accents or case."""
        found = self
        for word in search_key(text).split():
            found = found.filter(
                Q(organisation__search_key__contains=word)
                | Q(focal_point_name__icontains=word)
                | Q(focal_point_email__icontains=word)
            )
        return found

    def in_state(self, state):
        """Those whose nomination stands so (a NominationState)."""
        is_open = Q(accepted_at=None, submitted_at=None)
        return self.filter(
            {
                NominationState.ACCEPTED: Q(accepted_at__isnull=False),
                NominationState.SUBMITTED: Q(accepted_at=None, submitted_at__isnull=False),
                NominationState.SENT_BACK: is_open & Q(sent_back_at__isnull=False),
                NominationState.ASKED: is_open & Q(sent_back_at=None, message__isnull=False),
                NominationState.NOT_ASKED: is_open & Q(sent_back_at=None, message=None),
            }[state]
        )


class MergeQuerySet(models.QuerySet):
    """Merges of entries."""

    def of(self, kind):
        return self.filter(kind=kind)

    def into(self, entry):
        """Those that stand, and that made others a part of this entry."""
        return self.filter(kind=entry._meta.model_name, kept_id=entry.pk, undone_at=None).order_by("-merged_at", "-pk")


class ParticipantQuerySet(models.QuerySet):
    """Participants of a conference."""

    def with_organisation(self):
        return self.select_related("organisation")

    def with_address(self, email):
        """The one of this e-mail address, in capitals or not, as the index of the constraint finds it."""
        return self.exclude(email="").filter(Exact(Lower("email"), Lower(Value(email))))

    def with_invitation(self, at):
        """With the invitation and its message; annotate `invitation_state`, empty for who was not invited."""
        related = self.select_related("invitation__message", "invitation__conference")
        return related.annotate(invitation_state=_invitation_state_or_nothing(at, "invitation"))

    def by_name(self):
        return self.order_by("sort_key", "pk")


class RegistrationDraftQuerySet(models.QuerySet):
    """Public registrations on their way."""

    def with_conference(self):
        """With the conference and what it asks of those who register."""
        return self.select_related("conference__registration_settings")

    def locked(self):
        """With the row of the conference, which is taken first, as places.lock takes it: both as they stand then."""
        return self.select_related("conference").select_for_update(of=("conference", "self"), no_key=True)


class _OfPeople(models.QuerySet):
    """What belongs to one participant each."""

    def representing(self, countries):
        """Those who come from one of these States, or whose organisation does; each is found by an index of its own."""
        people = self.model.participant.get_queryset().order_by()
        own = people.filter(country__in=countries).values("pk")
        return self.filter(participant__in=own.union(people.filter(organisation__country__in=countries).values("pk")))


class RegistrationQuerySet(_OfPeople):
    """Registrations."""

    def pending(self):
        return self.filter(status=RegistrationStatus.PENDING)

    def confirmed(self):
        return self.filter(status=RegistrationStatus.CONFIRMED)

    def waitlisted(self):
        """In order of arrival; who came back, or let an offered place pass, stands where that put them."""
        arrival = Coalesce("lined_up_at", "registered_at")
        return self.filter(status=RegistrationStatus.WAITLISTED).order_by(arrival, "pk")

    def holding_a_place(self):
        """Those for whom a place is kept: confirmed, or offered one that they may still take."""
        return self.filter(Q(status=RegistrationStatus.CONFIRMED) | Q(offer_expires_at__isnull=False))

    def asked(self, question):
        """Those whom a question is asked: registered still, of its sectors, and confirmed where that is its condition."""
        asked = self.confirmed() if question.is_after_confirmation else self.exclude(status__in=GONE)
        return asked.filter(participant__organisation__sector__in=question.sectors) if question.sectors else asked

    def to_review(self):
        """Those who changed their name or organisation since they were approved."""
        return self.filter(review_asked_at__isnull=False)

    def offered(self):
        """Those who wait and are offered a place."""
        return self.filter(offer_expires_at__isnull=False)

    def expected(self):
        """Confirmed, and not at the desk yet."""
        return self.confirmed().filter(checked_in_at__isnull=True)

    def arrived(self):
        return self.filter(checked_in_at__isnull=False)

    def with_participant(self):
        return self.select_related("participant__organisation")

    def for_columns(self, keys):
        """With what these columns of the desk's list tell, and nothing else."""
        related = ["participant__organisation"]
        related += ["participant__delegation__organisation"] if "delegation" in keys else []
        fields = [field for key in keys for field in LISTED_IN.get(key, [])]
        return self.select_related(*related).only(*LISTED, *fields)

    def in_invitation_state(self, state, at, *, among):
        """Those whose invitation, one of `among`, stands so (an InvitationState)."""
        return self.filter(participant__in=among.order_by().standing(state, at).values("participant"))

    def not_invited(self, *, among):
        """Those who have no invitation, which would be one of `among`."""
        return self.exclude(participant__in=among.order_by().values("participant"))

    def with_invitation_state(self, at):
        """Annotate `invitation_state` (an InvitationState), empty for who was not invited."""
        return self.annotate(invitation_state=_invitation_state_or_nothing(at, "participant__invitation"))

    def answering(self, text, questions):
        """Those whose answer to one of these questions contains the text."""
        answers = {"participant__answers__question__in": questions, "participant__answers__text__icontains": text}
        return self.filter(**answers).distinct()

    def lacking(self, field):
        """Those whose participant has nothing in this field, or to whom another thing is missing (a MissingData)."""
        if field == MissingData.ORGANISATION:
            return self.filter(participant__organisation__isnull=True)
        if field == MissingData.APPROVAL:
            return self.to_review()
        return self.filter(**{f"participant__{field}": ""})

    def matching(self, text):
        """Those whose name, address, organisation or reference contain the words, whatever accents or case."""
        found = self
        for word in search_key(text).split():
            found = found.filter(
                Q(participant__search_key__contains=word)
                | Q(participant__organisation__search_key__contains=word)
                | Q(reference__icontains=word)
            )
        return found


class InvitationQuerySet(_OfPeople):
    """Invitations."""

    def with_participant(self):
        return self.select_related("participant__organisation", "message", "conference", "delegated_to")

    def with_state(self, at):
        """Annotate `state` (an InvitationState), derived from times, answer and message."""
        return self.annotate(state=_invitation_state(at))

    def standing(self, state, at):
        """Those in a state (an InvitationState)."""
        return self.filter(_stands(state, at))

    def newest_first(self):
        return self.order_by(F("created_at").desc(), "-pk")

    def unanswered(self):
        """Those that reached their people, who have not answered. Needs `with_state`."""
        return self.filter(state__in=[InvitationState.SENT, InvitationState.OPENED])

    def undelivered(self):
        """Those that did not reach their people, for whatever reason. Needs `with_state`."""
        return self.filter(state__in=[InvitationState.FAILED, InvitationState.BOUNCED])

    def drafts(self):
        """Those that were never sent, and may be."""
        return self.filter(message=None, revoked_at=None, answer="")

    def matching(self, text):
        """Those whose name, address or organisation contain the words, whatever accents or case."""
        found = self
        for word in search_key(text).split():
            found = found.filter(
                Q(participant__search_key__contains=word) | Q(participant__organisation__search_key__contains=word)
            )
        return found


class VisaRequestQuerySet(models.QuerySet):
    """Requests for letters for visas."""

    def with_participant(self):
        return self.select_related("participant__organisation", "message", "conference__letterhead")

    def waiting(self):
        """Those that the desk has not answered."""
        return self.filter(sent_at=None, refused_at=None)

    def waiting_first(self):
        """Those that wait at the head, the oldest of them first."""
        waits = Case(When(sent_at=None, refused_at=None, then=Value(0)), default=Value(1))
        return self.order_by(waits, "asked_at", "pk")


class QuestionQuerySet(models.QuerySet):
    """Questions of a conference."""

    def in_order(self):
        return self.order_by("position", "pk")

    def current(self):
        """Those that are asked, with their choices."""
        return self.filter(retired_at=None).in_order().prefetch_related("choices")

    def with_answer_count(self):
        return self.annotate(answer_count=models.Count("answers", distinct=True))


class AnswerQuerySet(models.QuerySet):
    """Answers of participants."""

    def counted(self):
        """Those that take a place of their choices: not of people who are gone, or on the waiting list."""
        status, offer = "participant__registration__status", "participant__registration__offer_expires_at"
        return self.exclude(**{f"{status}__in": GONE}).exclude(**{status: RegistrationStatus.WAITLISTED, offer: None})


class WorkQuerySet(models.QuerySet):
    """Work for the worker."""

    def unfinished(self):
        return self.filter(finished_at=None)

    def light(self):
        """With the file that it is about, and without what may be long."""
        far = ["run__content", "run__headers", "run__rows", "run__preview", "run__journal"]
        return self.select_related("run").defer("left", "done", "skipped", *far)

    def free(self, at):
        """Unfinished, and no worker does it; the oldest first."""
        return self.unfinished().filter(Q(leased_until=None) | Q(leased_until__lte=at)).order_by("asked_at", "pk")

    def locked(self):
        """Lock the rows; what somebody else has locked is passed over."""
        return self.select_for_update(skip_locked=True, of=("self",))


class ImportQuerySet(models.QuerySet):
    """Spreadsheets on their way in."""

    def to_map(self):
        """Those that are read and not imported yet."""
        return self.filter(done_at=None).exclude(headers=[])

    def light(self):
        """Without what only the import itself reads."""
        return self.defer("content", "rows", "preview", "journal")
