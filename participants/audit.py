"""The verbs that this app leaves in the history, and the history of one person."""

from django.db.models import Q

from conference import audit
from participants.models import Merge

VERBS = {
    "organisation.added": "added the organisation",
    "organisation.changed": "changed the organisation",
    "organisation.merged": "merged another entry into the organisation",
    "organisation.merge_undone": "took apart again the organisation",
    "organisation.kept_apart": "noted as different from another the organisation",
    "question.added": "added the question",
    "question.changed": "changed the question",
    "question.moved": "moved the question",
    "question.retired": "retired the question",
    "question.brought_back": "asks again the question",
    "question.copied": "took over from an earlier conference the question",
    "answers.changed": "changed the answers of",
    "answers.choice_released": "gave up, because it was full by then, a choice of",
    "answers.choice_not_asked": "gave up, because it is not asked any more, a choice of",
    "delegation.added": "opened the delegation of",
    "delegation.changed": "changed the delegation of",
    "delegation.removed": "closed the delegation of",
    "nomination.asked_for": "asked the focal point for the nomination of",
    "nomination.saved": "worked on the nomination of",
    "nomination.letter_attached": "attached the nomination letter of",
    "nomination.submitted": "submitted the nomination of",
    "nomination.sent_back": "sent back the nomination of",
    "nomination.accepted": "accepted the nomination of",
    "participant.merged": "merged another entry into",
    "participant.merge_undone": "took apart again",
    "participant.kept_apart": "noted as different from another person",
    "participant.added": "added the participant",
    "participant.changed": "changed the details of",
    "participant.erased": "erased the person who is now",
    "participant.data_sent": "asked for everything that is held:",
    "participant.links_revoked": "made useless the earlier links of",
    "invitation.sent": "sent the",
    "invitation.sent_again": "sent again the",
    "invitation.renewed": "asked for a new link to the",
    "invitation.revoked": "withdrew the",
    "invitation.accepted": "accepted the",
    "invitation.declined": "declined the",
    "photo.changed": "changed the photo of",
    "photo.removed": "took away the photo of",
    "registration_settings.changed": "changed what is asked at",
    "invitation.prepared": "prepared the",
    "invitation.discarded": "dropped the draft of the",
    "invitation.passed_on": "sends somebody else, by the",
    "invitation.replacement_refused": "asks again, instead of who was named to come, by the",
    "visa_letter.asked_for": "asked for the",
    "visa_letter.changed": "changed what goes into the",
    "visa_letter.sent": "checked and sent the",
    "visa_letter.refused": "refused the",
    "nomination.asked_by_note": "asked by note verbale for the nomination of",
    "registration.received": "registered",
    "registration.confirmed": "confirmed",
    "registration.promoted": "confirmed from the waiting list",
    "registration.review_asked": "asked to approve a change of name or organisation:",
    "registration.change_approved": "approved the change of name or organisation of",
    "registration.place_offered": "offered a place to",
    "registration.offer_taken": "took the offered place:",
    "registration.offer_expired": "took back the offer of a place to",
    "registration.substituted": "replaced",
    "places.changed": "changed the places of",
    "registration.waitlisted": "put on the waiting list",
    "registration.rejected": "rejected",
    "registration.cancelled": "cancelled",
    "registration.reinstated": "reinstated",
    "registration.checked_in": "checked in",
    "registration.check_in_undone": "took back the check-in of",
    "registrations.tagged": "tagged registrations with",
    "registrations.untagged": "took from registrations the tag",
    "registrations.exported": "exported registrations of",
    "import.done": "imported the spreadsheet",
    "import.discarded": "dropped, without importing it, the spreadsheet",
    "import.undone": "took back the import of the spreadsheet",
    "view.saved": "saved the view",
    "view.removed": "removed the view",
}


def register():
    """Give the verbs their sentences; called once when the app is ready."""
    audit.verbs.update(VERBS)


def history_of(participant):
    """Return the history of a person with the invitation and the registration, newest first."""
    about = Q(subject_kind="participants.participant", subject_id=participant.pk)
    merged = [merge.gone_id for merge in Merge.objects.into(participant)]
    if merged:
        about |= Q(subject_kind="participants.participant", subject_id__in=merged)
    for kind in ("registration", "invitation", "visa_request"):
        if subject := getattr(participant, kind, None):
            about |= Q(subject_kind=f"participants.{kind.replace('_', '')}", subject_id=subject.pk)
    return participant.conference.history.filter(about).with_actor().newest_first()


def by_link(participant) -> str:
    """Name a person who acts through a personal link, as the history keeps it."""
    return f"{participant.formal_name}, by personal link"


def by_focal_point(delegation) -> str:
    """Name a focal point who acts through a personal link, as the history keeps it."""
    return f"{delegation.focal_point_name or delegation.focal_point_email}, focal point of {delegation}"
