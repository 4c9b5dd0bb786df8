"""The questions of a conference: the organisers' pages, and the files that were sent as answers."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference import rules
from conference.access import allow
from conference.once import once
from lib import uploads
from lib.acting import act, refusals_on
from participants import actions, questions
from participants.choices import Sector
from participants.forms.questions import QuestionForm, initial_of
from participants.views.registrations import posted

STEPS = {"up": -1, "down": 1}


@require_safe
@allow(rules.may_view)
def question_list(request, conference):
    """All questions in order, with what each asks of whom; then those that are retired."""
    everything = list(conference.questions.in_order().with_answer_count().prefetch_related("choices"))
    taken = questions.taken(everything)
    for question in everything:
        question.sector_labels = [Sector(sector).label for sector in question.sectors]
        question.open_choices = [each for each in question.choices.all() if each.retired_at is None]
        for choice in question.open_choices:
            choice.taken_count = taken.get(choice.pk, 0)
    context = {
        "conference": conference,
        "current": [question for question in everything if not question.retired_at],
        "retired": [question for question in everything if question.retired_at],
    }
    return render(request, "participants/questions/question_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_organise)
@once
def add_question(request, conference):
    """Ask a further question."""
    form = QuestionForm(posted(request), cancel=list_url(conference))
    if request.method == "POST" and form.is_valid():
        actions.add_question(conference, by=request.user, at=timezone.now(), **form.details)
        messages.success(request, "The question is asked from now on.")
        return redirect(list_url(conference))
    context = {"conference": conference, "form": form, "heading": "Add a question"}
    return render(request, "participants/questions/question_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_organise)
def change_question(request, conference, pk):
    """Change a question; its answers stay as they were given."""
    found = _question(conference, pk)
    choices = found.choices.filter(retired_at=None)
    form = QuestionForm(
        posted(request), initial=initial_of(found), question=found, choices=choices, cancel=list_url(conference)
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.change_question(found, by=request.user, at=timezone.now(), **form.details)
            messages.success(request, "Saved.")
            return redirect(list_url(conference))
    context = {
        "conference": conference,
        "form": form,
        "heading": "Change a question",
        "answer_count": found.answers.count(),
    }
    return render(request, "participants/questions/question_form.html", context)


@require_POST
@allow(rules.may_organise)
def move_question(request, conference, pk, direction):
    """Move a question by one place."""
    offset = STEPS.get(direction)
    if offset is None:
        raise Http404
    actions.move_question(_question(conference, pk), offset=offset, by=request.user, at=timezone.now())
    return redirect(list_url(conference))


@require_http_methods(["GET", "HEAD", "POST"])
@allow(rules.may_organise)
def retire_question(request, conference, pk):
    """Confirm, then ask the question no more."""
    found = _question(conference, pk)
    if request.method == "POST":
        return _answer(request, conference, actions.retire_question, found, "The question is asked no more.")
    context = {"conference": conference, "question": found, "answer_count": found.answers.count()}
    return render(request, "participants/questions/retire.html", context | {"back": list_url(conference)})


@require_POST
@allow(rules.may_organise)
def bring_back_question(request, conference, pk):
    """Ask a retired question again."""
    found = _question(conference, pk)
    return _answer(request, conference, actions.bring_back_question, found, "The question is asked again.")


@require_safe
@allow(rules.may_view)
def answer_file(request, conference, pk, question):
    """A file that was sent as an answer, as a download for the roles that may read it."""
    registration = get_object_or_404(conference.registrations.select_related("participant"), pk=pk)
    asked = _question(conference, question)
    if not asked.is_shown_to(rules.role_of(request.user, conference)):
        raise PermissionDenied
    answer = get_object_or_404(registration.participant.answers, question=asked)
    if not answer.file or not answer.file.storage.exists(answer.file.name):
        raise Http404
    name = f"{registration.reference}-{asked.pk}{uploads.ending(answer.file.name)}"
    kind = uploads.content_type(answer.file.name)
    return FileResponse(answer.file.open(), as_attachment=True, filename=name, content_type=kind)


def list_url(conference):
    """Return the address of the list of questions."""
    return reverse("participants:question_list", kwargs={"conference": conference.slug})


def _question(conference, pk):
    found = get_object_or_404(conference.questions, pk=pk)
    found.conference = conference
    return found


def _answer(request, conference, action, question, sentence):
    act(request, action, question, sentence)
    return redirect(list_url(conference))
