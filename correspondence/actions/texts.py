"""Texts of messages: worded by an organiser, tried out, given back."""

from django.conf import settings
from django.db import transaction

from conference import audit
from correspondence import composing, kinds, link_place, wording
from correspondence.actions.letters import copy_letterhead
from correspondence.actions.messages import write
from correspondence.models import MessageTemplate, Reminder
from lib.refusal import NotPossible


@transaction.atomic
def word(conference, kind: str, language: str, *, subject: str, text: str, by, at) -> MessageTemplate:
    """Keep the conference's own text for a kind of message. Refuses what could not be filled or would mislead."""
    allowed = set(kinds.KINDS[kind].placeholders)
    found = wording.problems(subject, allowed=allowed - kinds.LINKS - kinds.BLOCKS)
    found += wording.problems(text, required=kinds.KINDS[kind].required, allowed=allowed)
    if found:
        raise NotPossible(" ".join(found))
    before = wording.worded(conference, kind, language)
    kept, _ = conference.message_templates.update_or_create(
        kind=kind, language=language, defaults={"subject": subject, "text": text, "changed_at": at}
    )
    if before != (subject, text):
        audit.record(
            "message_template.worded", kept, conference=conference, by=by, at=at,
            before={"subject": before[0], "text": before[1]}, after={"subject": subject, "text": text},
        )  # fmt: skip
    return kept


@transaction.atomic
def restore(template: MessageTemplate, *, by, at) -> None:
    """Go back to the text that comes with the product."""
    before = {"subject": template.subject, "text": template.text}
    audit.record("message_template.restored", template, conference=template.conference, by=by, at=at, before=before)
    template.delete()


def try_out(conference, kind: str, language: str, *, recipient, by, at):
    """Send the text to the organiser who asks, filled with a real recipient's data; its links lead to public pages."""
    subject, text, html = composing.preview(conference, kinds.KINDS[kind], language, recipient)
    page = settings.SITE_URL + conference.get_absolute_url()
    return write(
        conference=conference,
        kind="test",
        occasion=f"test:{kind}:{language}:{at.isoformat()}",
        to_email=by.email,
        to_name=by.name,
        subject=f"Test: {subject}",
        text=link_place.fill(text, page),
        html=link_place.fill(html, page),
        language=language,
        by=by,
        at=at,
    )


@transaction.atomic
def take_over(original, copy, *, by, at) -> None:
    """Give a copied conference the texts and the reminders of the original; reminders start anew."""
    MessageTemplate.objects.bulk_create(
        MessageTemplate(
            conference=copy,
            kind=each.kind,
            language=each.language,
            subject=each.subject,
            text=each.text,
            changed_at=at,
        )
        for each in original.message_templates.all()
    )
    Reminder.objects.bulk_create(
        Reminder(
            conference=copy,
            audience=each.audience,
            kind=each.kind,
            days=each.days,
            anchor=each.anchor,
            created_at=at,
        )
        for each in original.reminders.all()
    )
    copy_letterhead(original, copy, by=by, at=at)
    if copy.message_templates.exists() or copy.reminders.exists():
        audit.record("message_template.taken_over", copy, conference=copy, by=by, at=at, after={"from": str(original)})
