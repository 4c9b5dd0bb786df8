"""Templates of notes: the shapes that bodies give theirs."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conference.access import allow
from conference.once import once
from conference.rules import may_write_notes
from lib.acting import refusals_on
from reports import actions
from reports.forms.beginnings import TemplateForm
from reports.models import NoteTemplate
from reports.views.notes import get_note


@require_safe
@allow(may_write_notes)
def template_list(request, conference):
    """All templates, with what they are made of."""
    return render(
        request, "reports/template_list.html", {"conference": conference, "templates": NoteTemplate.objects.all()}
    )


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
@once
def keep_template(request, conference, language):
    """Keep the shape of a note under a name."""
    note = get_note(conference, language)
    form = TemplateForm(request.POST or None, cancel=note.get_desk_url())
    if request.method == "POST" and form.is_valid():
        with refusals_on(form, "name"):
            actions.keep_template(note, name=form.cleaned_data["name"], by=request.user, at=timezone.now())
            messages.success(request, "The shape is kept. New notes can begin with it.")
            return redirect("reports:template_list", conference=conference.slug)
    return render(request, "reports/keep_template.html", {"conference": conference, "note": note, "form": form})


@require_http_methods(["GET", "POST"])
@allow(may_write_notes)
def remove_template(request, conference, template):
    """Confirm, then remove a template."""
    template = get_object_or_404(NoteTemplate, pk=template)
    if request.method == "POST":
        actions.remove_template(template, conference=conference, by=request.user, at=timezone.now())
        messages.success(request, f"Removed the template “{template}”.")
        return redirect("reports:template_list", conference=conference.slug)
    return render(request, "reports/remove_template.html", {"conference": conference, "template": template})
