"""Clearance: the organizers are asked, comment and agree by a personal link; the team settles what they say."""

from django.db import transaction

from lib.refusal import NotPossible, still_there
from reports import audit, emails
from reports.actions.status import send_to_organizers
from reports.choices import NoteStatus
from reports.clearance import commentables
from reports.content import of_note
from reports.locks import lock, lock_open
from reports.models import ClearanceRequest, Comment, InformationNote

CLOSED = "Comments are closed: the text is cleared."


@transaction.atomic
def ask(note: InformationNote, *, name: str, email: str, words: str = "", by, at) -> ClearanceRequest:
    """Ask somebody of the organizers to read the text as it stands, and send the personal link."""
    note = lock_open(note)
    if note.clearance_requests.waiting().filter(email__iexact=email).exists():
        raise NotPossible(f"{email} was asked already and has not agreed yet.")
    if note.status == NoteStatus.DRAFT:
        note = send_to_organizers(note, by=by, at=at)
    request = ClearanceRequest.objects.create(
        note=note,
        name=name,
        email=email,
        words=words,
        revision=note.version,
        asked_at=at,
        asked_by=str(by) if by else "Plenary",
    )
    emails.send_clearance(request, by=by, at=at)
    _record("note.clearance_asked", request, by=by, at=at, after={"name": name, "email": email})
    return request


@transaction.atomic
def comment(request: ClearanceRequest, *, place: str, paragraph: int, text: str, by, at) -> Comment:
    """Say something about a paragraph of a part; what the paragraph says now is kept beside it."""
    note = _lock_for_answer(request)
    parts = commentables(of_note(still_there(InformationNote.objects.whole(), pk=note.pk)))
    if place not in parts:
        raise NotPossible("This part of the text is no longer there. The page shows the text as it is now.")
    part = parts[place]
    said = Comment.objects.create(
        note=note,
        request=request,
        place=place,
        label=part.label[:300],
        quote=part.paragraphs[paragraph] if 0 <= paragraph < len(part.paragraphs) else "",
        text=text,
        revision=note.version,
        at=at,
    )
    _record("note.commented", request, by=by, at=at, after={"part": part.label, "comment": text})
    return said


@transaction.atomic
def agree(request: ClearanceRequest, *, revision: int, by, at) -> ClearanceRequest:
    """Agree with the text of a revision; refused when the text is not that one any more."""
    note = _lock_for_answer(request)
    if revision != note.version:
        raise NotPossible("The text was changed since you opened the page. Please read it again before you agree.")
    request = still_there(ClearanceRequest.objects, pk=request.pk)
    request.agreed_at, request.agreed_revision = at, revision
    request.save(update_fields=["agreed_at", "agreed_revision"])
    _record("note.agreed", request, by=by, at=at, after={"revision": revision})
    return request


@transaction.atomic
def settle_comment(said: Comment, *, answer: str = "", by, at) -> Comment:
    """Say that a comment was seen to; the answer is shown to its author."""
    lock(said.note)
    said = still_there(Comment.objects.with_author(), pk=said.pk)
    if said.settled_at:
        raise NotPossible("The comment was settled already.")
    said.answer, said.settled_at, said.settled_by = answer, at, str(by) if by else "Plenary"
    said.save(update_fields=["answer", "settled_at", "settled_by"])
    _record("note.comment_settled", said.request, by=by, at=at, after={"comment": said.text, "answer": answer})
    return said


@transaction.atomic
def recall(request: ClearanceRequest, *, by, at) -> ClearanceRequest:
    """Take a request back: its link no longer opens. What was said stays."""
    lock(request.note)
    request = still_there(ClearanceRequest.objects.with_note(), pk=request.pk)
    if request.recalled_at:
        raise NotPossible("The request was recalled already.")
    request.recalled_at, request.link_version = at, request.link_version + 1
    request.save(update_fields=["recalled_at", "link_version"])
    _record("note.clearance_recalled", request, by=by, at=at, before={"name": request.name, "email": request.email})
    return request


def _lock_for_answer(request):
    note = lock(request.note)
    if not note.is_open:
        raise NotPossible(CLOSED)
    return note


def _record(verb, request, *, by, at, before=None, after=None):
    note = request.note
    audit.record(verb, note, conference=note.conference, by=by, at=at, before=before, after=after)
