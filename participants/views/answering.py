"""How pages of the desk end that do one thing to one subject: it is done and said, or refused and said why."""

from django.shortcuts import redirect, render

from lib.acting import act
from participants.forms.desk import ReasonForm


def answered(request, subject, action, sentence, **parameters):
    """Do it, say so with the sentence or why not, and lead to the page of the subject."""
    act(request, action, subject, sentence, **parameters)
    return redirect(subject)


def asked_why(request, subject, action, template, context, *, submit, done):
    """Let the reader confirm what takes something away, with a reason for the history; then do it."""
    data = request.POST if request.method == "POST" else None
    look = {"cancel": subject.get_absolute_url(), "is_destructive": True, "has_message": False}
    form = ReasonForm(data, submit=submit, **look)
    if form.is_valid():
        return answered(request, subject, action, done, reason=form.cleaned_data["reason"])
    return render(request, template, context | {"conference": subject.conference, "form": form})
