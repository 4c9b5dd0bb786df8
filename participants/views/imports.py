"""Importing a spreadsheet: upload, say what the columns are, look at every row, import, undo."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from conference import rules
from conference.access import allow
from conference.once import once
from lib.acting import act
from lib.refusal import NotPossible
from participants import actions, importing, queries, replies
from participants.choices import NewPeople, WorkKind
from participants.forms.imports import MappingForm, UploadForm
from participants.models.imports import LONG
from participants.views.bulk import RESULT
from participants.views.lists import list_url
from participants.wording import under_way

ROWS_PER_PAGE = 100
LABELS = {
    importing.ERROR: "Errors",
    importing.ADD: "New",
    importing.CHANGE: "Changed",
    importing.SAME: "Same as before",
}


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
@once
def import_list(request, conference):
    """Upload a spreadsheet; the former imports stand below."""
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None, cancel=list_url(conference))
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = actions.upload(
                conference, file_name=file.name, content=file.read(), by=request.user, at=timezone.now()
            )
        except NotPossible as problem:
            form.add_error("file", str(problem))
        else:
            if not run.is_read:
                return redirect(actions.ask_for_import(run, WorkKind.READ, by=request.user, at=timezone.now()))
            return redirect("participants:import_mapping", conference=conference.slug, pk=run.pk)
    context = {
        "conference": conference,
        "form": form,
        "runs": conference.imports.light().filter(done_at__isnull=False).order_by("-done_at"),
        "unfinished": _unfinished(request, conference),
        "under_way": under_way(conference),
        "back": list_url(conference),
    }
    return render(request, "participants/import_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def import_mapping(request, conference, pk):
    """Say what each column fills, and what new people become."""
    run = _to_map(request, conference, pk)
    readable = replies.readable_by(request.user, conference)
    form = MappingForm(request.POST if request.method == "POST" else None, run=run, readable=readable)
    if request.method == "POST" and form.is_valid():
        chosen = {name: form.cleaned_data[name] for name in ("new_become", "new_sector")}
        try:
            run = actions.map_columns(run, mapping=form.mapping, by=request.user, at=timezone.now(), **chosen)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            return _to_preview(request, run)
    context = {"conference": conference, "form": form, "run": run, "count": len(run.rows), "back": _url(conference)}
    return render(request, "participants/import_mapping.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def import_preview(request, conference, pk):
    """Every row as it would be imported, all errors at once. Nothing is written; a POST compares a long file anew."""
    run = _to_map(request, conference, pk)
    if request.method == "POST":
        return _to_preview(request, actions.drop_preview(run, by=request.user, at=timezone.now()))
    if run.is_long and run.preview is None:
        return redirect("participants:import_mapping", conference=conference.slug, pk=pk)
    plan = importing.kept_plan(run.preview) if run.is_long else importing.plan(run)
    counts = {verdict: len(plan.of(verdict)) for verdict in LABELS}
    shown = request.GET.get("show") or next((verdict for verdict in LABELS if counts[verdict]), importing.ADD)
    page = Paginator(plan.of(shown), ROWS_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "conference": conference,
        "run": run,
        "plan": plan,
        "page": page,
        "rows": importing.in_words(page, replies.targets(replies.readable_by(request.user, conference))),
        "shown": shown,
        "tabs": _tabs(run, counts, shown),
        "errors": counts[importing.ERROR],
        "new_become": NewPeople(run.new_become).label,
    }
    return render(request, "participants/import_preview.html", context)


@require_POST
@allow(rules.may_work_the_desk)
def run_import(request, conference, pk):
    """Import what the preview showed, and nothing else."""
    run = get_object_or_404(conference.imports, pk=pk)
    fingerprint, given = request.POST.get("fingerprint", ""), {"by": request.user, "at": timezone.now()}
    if run.is_long and not run.done_at:
        wish = {"fingerprint": fingerprint}
        return redirect(actions.ask_for_import(run, WorkKind.IMPORT, wish=wish, total_count=len(run.rows), **given))
    try:
        done = actions.run_import(run, fingerprint=fingerprint, **given)
    except NotPossible as problem:
        messages.error(request, str(problem))
        if run.done_at:
            return redirect(_url(conference))
        return redirect("participants:import_preview", conference=conference.slug, pk=pk)
    messages.success(request, f"Imported: {done.added_count} new, {done.changed_count} changed.")
    return redirect(list_url(conference))


@require_POST
@allow(rules.may_work_the_desk)
def discard_upload(request, conference, pk):
    """Drop a file that was never imported; nothing else is lost by it, and it can be uploaded again."""
    run = get_object_or_404(conference.imports, pk=pk)
    act(request, actions.discard_upload, run, f"{run.file_name} is dropped.")
    return redirect(_url(conference))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_work_the_desk)
def undo_import(request, conference, pk):
    """Confirm, then take an import back."""
    run = get_object_or_404(conference.imports.filter(done_at__isnull=False), pk=pk)
    if request.method != "POST":
        return render(
            request, "participants/undo_import.html", {"conference": conference, "run": run, "back": _url(conference)}
        )
    given = {"by": request.user, "at": timezone.now()}
    if len(run.journal) > LONG:
        return redirect(actions.ask_for_import(run, WorkKind.UNDO, **given))
    try:
        outcome = actions.undo_import(run, **given)
    except NotPossible as problem:
        messages.error(request, str(problem))
        return redirect(_url(conference))
    said = f"The import of {run.file_name} is taken back." + " Who is skipped stays." * bool(outcome.skipped)
    told = {"said": said, "back": _url(conference), "back_label": "Import"}
    request.session[RESULT] = {"done": outcome.done, "skipped": outcome.skipped} | told
    return redirect("participants:bulk_result", conference=conference.slug)


def _unfinished(request, conference):
    """Return the files that were not imported, each with whether the reader may go on with it."""
    readable = replies.readable_by(request.user, conference)
    return [(run, replies.are_readable(run.mapping, readable)) for run in queries.uploads_left_alone(conference)]


def _to_map(request, conference, pk):
    """Return a file that is not imported yet, for who may read the answers that its columns give."""
    run = get_object_or_404(conference.imports.to_map(), pk=pk)
    if not replies.are_readable(run.mapping, replies.readable_by(request.user, conference)):
        raise PermissionDenied
    return run


def _tabs(run, counts, shown):
    here = reverse("participants:import_preview", kwargs={"conference": run.conference.slug, "pk": run.pk})
    return [
        {"label": label, "url": f"{here}?show={verdict}", "is_current": verdict == shown, "count": counts[verdict]}
        for verdict, label in LABELS.items()
    ]


def _to_preview(request, run):
    if not run.is_long:
        return redirect("participants:import_preview", conference=run.conference.slug, pk=run.pk)
    given = {"total_count": len(run.rows), "by": request.user, "at": timezone.now()}
    return redirect(actions.ask_for_import(run, WorkKind.PREVIEW, **given))


def _url(conference):
    return reverse("participants:import_list", kwargs={"conference": conference.slug})
