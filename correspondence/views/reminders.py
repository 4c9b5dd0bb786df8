"""Reminders that send themselves: added and removed."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conference.access import allow
from conference.once import once
from correspondence import actions, audiences, kinds
from correspondence.forms import ReminderForm
from correspondence.rules import may_send_messages
from lib.acting import refusals_as_messages, refusals_on


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_send_messages)
@once
def new_reminder(request, conference):
    """Say what leaves on which day, and to whom."""
    form = ReminderForm(request.POST or None, cancel=_list_url(conference))
    if form.is_valid():
        with refusals_on(form):
            actions.add_reminder(conference, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, "The reminder is added.")
            return redirect(_list_url(conference))
    return render(request, "correspondence/reminder_form.html", {"conference": conference, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_send_messages)
def remove_reminder(request, conference, pk):
    """Ask, then remove a reminder that has not left."""
    reminder = get_object_or_404(conference.reminders, pk=pk)
    if request.method != "POST":
        context = {
            "conference": conference,
            "reminder": reminder,
            "text": kinds.KINDS[reminder.kind].label,
            "audience": audiences.label(reminder.audience, conference),
            "back": _list_url(conference),
        }
        return render(request, "correspondence/remove_reminder.html", context)
    with refusals_as_messages(request):
        actions.remove_reminder(reminder, by=request.user, at=timezone.now())
    return redirect(_list_url(conference))


def _list_url(conference):
    return reverse("correspondence:mailing_list", kwargs={"conference": conference.slug})
