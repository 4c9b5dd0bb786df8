"""What authors do with what proofreading found: accept the wording, or let it stand with a reason."""

from django.db import transaction

from lib.refusal import NotPossible, still_there
from reports import audit
from reports.actions.notes import change_note
from reports.actions.parts import change_part
from reports.gathering import findings_of
from reports.locks import lock, lock_open
from reports.models import Annex, Dismissal, Footnote, FrontMatterItem, InformationNote, Section
from reports.proofreading import Finding

KINDS = {"front-matter": FrontMatterItem, "section": Section, "footnote": Footnote, "annex": Annex}
GONE = "The text has changed since: this is no longer there."


@transaction.atomic
def accept_suggestion(note: InformationNote, fingerprint: str, *, by, at) -> Finding:
    """Put the suggested wording where the finding is, and nowhere else."""
    note = lock_open(note)
    finding = _finding(note, fingerprint)
    if not finding.suggestion:
        raise NotPossible("There is no wording to accept. Change the text, or let it stand with a reason.")
    if finding.place == "title":
        change_note(note, title=_replaced(note.title, finding), by=by, at=at)
        return finding
    kind, _, pk = finding.place.rpartition("-")
    part = still_there(KINDS[kind].objects, note=note, pk=pk)
    change_part(part, **{finding.field: _replaced(getattr(part, finding.field), finding)}, by=by, at=at)
    return finding


@transaction.atomic
def dismiss(note: InformationNote, fingerprint: str, *, reason: str, by, at) -> Dismissal:
    """Let a finding stand; it is not reported again while its place and its words stay."""
    note = lock(note)
    finding = _finding(note, fingerprint)
    if not reason:
        raise NotPossible("Say why it stands.")
    dismissal = Dismissal.objects.create(
        note=note,
        fingerprint=fingerprint,
        title=finding.title,
        excerpt=finding.excerpt,
        reason=reason,
        at=at,
        by=str(by) if by else "Plenary",
    )
    _record("note.finding_dismissed", note, dismissal, by=by, at=at)
    return dismissal


@transaction.atomic
def take_up_again(note: InformationNote, fingerprint: str, *, by, at) -> None:
    """Report a finding again that was dismissed."""
    note = lock(note)
    dismissal = note.dismissals.filter(fingerprint=fingerprint).first()
    if dismissal is None:
        raise NotPossible("It was not dismissed.")
    _record("note.finding_reopened", note, dismissal, by=by, at=at)
    dismissal.delete()


def _finding(note, fingerprint):
    whole = still_there(InformationNote.objects.whole(), pk=note.pk)
    findings, _ = findings_of(whole)
    found = next((finding for finding in findings if finding.fingerprint == fingerprint), None)
    if found is None:
        raise NotPossible(GONE)
    return found


def _replaced(text, finding):
    end = finding.start + len(finding.excerpt)
    return text[: finding.start] + finding.suggestion + text[end:]


def _record(verb, note, dismissal, *, by, at):
    after = {"finding": dismissal.title, "excerpt": dismissal.excerpt}
    audit.record(verb, note, conference=note.conference, by=by, at=at, after=after, reason=dismissal.reason)
