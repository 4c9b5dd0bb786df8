"""Words for people, organisations, invitations and registrations."""

from django.db import models
from django.db.models import Case, F, Q, Value, When

from correspondence.choices import MessageStatus
from lib.text import search_key
from participants.choices import InvitationAnswer, InvitationState, RegistrationStatus


class OrganisationQuerySet(models.QuerySet):
    """Organisations."""

    def matching(self, text):
        """Those whose names or aliases contain the words, whatever accents or case."""
        found = self
        for word in search_key(text).split():
            found = found.filter(search_key__contains=word)
        return found


class ParticipantQuerySet(models.QuerySet):
    """Participants of a conference."""

    def with_organisation(self):
        return self.select_related("organisation")

    def by_name(self):
        return self.order_by("sort_key", "pk")


class RegistrationQuerySet(models.QuerySet):
    """Registrations."""

    def pending(self):
        return self.filter(status=RegistrationStatus.PENDING)

    def confirmed(self):
        return self.filter(status=RegistrationStatus.CONFIRMED)

    def waitlisted(self):
        """In order of arrival."""
        return self.filter(status=RegistrationStatus.WAITLISTED).order_by("registered_at", "pk")

    def expected(self):
        """Confirmed, and not at the desk yet."""
        return self.confirmed().filter(checked_in_at__isnull=True)

    def arrived(self):
        return self.filter(checked_in_at__isnull=False)

    def with_participant(self):
        return self.select_related("participant__organisation")

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


class InvitationQuerySet(models.QuerySet):
    """Invitations."""

    def with_participant(self):
        return self.select_related("participant__organisation", "message", "conference")

    def with_state(self, at):
        """Annotate `state` (an InvitationState), derived from times, answer and message."""
        return self.annotate(
            state=Case(
                When(answer=InvitationAnswer.ACCEPTED, then=Value(InvitationState.ACCEPTED)),
                When(answer=InvitationAnswer.DECLINED, then=Value(InvitationState.DECLINED)),
                When(revoked_at__isnull=False, then=Value(InvitationState.REVOKED)),
                When(expires_at__lte=at, then=Value(InvitationState.EXPIRED)),
                When(message__isnull=True, then=Value(InvitationState.DRAFT)),
                When(message__status=MessageStatus.SENT, then=Value(InvitationState.SENT)),
                When(message__status=MessageStatus.FAILED, then=Value(InvitationState.FAILED)),
                default=Value(InvitationState.QUEUED),
                output_field=models.CharField(),
            )
        )

    def newest_first(self):
        return self.order_by(F("created_at").desc(), "-pk")

    def matching(self, text):
        """Those whose name, address or organisation contain the words, whatever accents or case."""
        found = self
        for word in search_key(text).split():
            found = found.filter(
                Q(participant__search_key__contains=word) | Q(participant__organisation__search_key__contains=word)
            )
        return found
