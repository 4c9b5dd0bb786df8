"""The conference's letters: their register, the letterhead, a letter as it would be printed."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.access import allow
from correspondence import actions, audiences, facts, kinds, letter_words, printing, wording
from correspondence.forms import LetterheadForm
from correspondence.rules import (
    may_read_file,
    may_read_messages,
    may_send_messages,
    may_set_the_letterhead,
    may_word_messages,
)
from correspondence.views.places import tabs
from lib.acting import act
from lib.pdf import DocumentError

PER_PAGE = 50
MOST_IN_SAMPLES = 200  # as many as the page of a text offers
SAMPLE_OF_A_LETTER = {
    "name": "Ms. Ana Muster",
    "position": "Director",
    "organisation": "the Ministry of Foreign Affairs",
    "addressee": "the Permanent Mission",
}
ADDRESSEE_OF_THE_SAMPLE = "Ms. Ana Muster\nDirector\nMinistry of Foreign Affairs"


@require_safe
@allow(may_read_messages)
def letter_list(request, conference):
    """The register of letters, the newest first, with the files as they were sent."""
    page = Paginator(conference.letters.with_message().newest_first(), PER_PAGE).get_page(request.GET.get("page"))
    for letter in page:
        files = [each for each in letter.message.attachments.all() if each.name == letter.file_name]
        letter.files = [(each, may_read_file(request.user, conference, each)) for each in files]
    context = {
        "conference": conference,
        "page": page,
        "letterhead": getattr(conference, "letterhead", None),
        "kinds": [kind for kind in kinds.KINDS.values() if kind.is_letter],
        "may_send": may_send_messages(request.user, conference),
        "tabs": tabs(conference, "letters"),
    }
    return render(request, "correspondence/letter_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@allow(may_set_the_letterhead)
def letterhead(request, conference):
    """Say how letters look and who signs them."""
    known, back = getattr(conference, "letterhead", None), _list_url(conference)
    form = LetterheadForm(request.POST or None, request.FILES or None, letterhead=known, cancel=back)
    if request.method == "POST" and form.is_valid():
        actions.set_letterhead(conference, by=request.user, at=timezone.now(), **form.details)
        messages.success(request, "The letterhead is saved. Letters that are made from now on carry it.")
        return redirect("correspondence:letterhead", conference=conference.slug)
    context = {
        "conference": conference,
        "form": form,
        "letterhead": known,
        "kinds": [kind for kind in kinds.KINDS.values() if kind.is_letter],
    }
    return render(request, "correspondence/letterhead.html", context)


@require_safe
@allow(may_word_messages)
def letter_sample(request, conference, kind, language):
    """A letter of a kind as it would be printed now, for a real person or for nobody in particular."""
    if kind not in kinds.KINDS or not kinds.KINDS[kind].is_letter:
        raise Http404
    try:
        body = printing.pdf(_sample(request, conference, kind, language))
    except DocumentError as problem:
        messages.error(request, f"The letter cannot be printed. {problem}")
        return redirect("correspondence:text", conference=conference.slug, kind=kind, language=language)
    response = HttpResponse(body, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="sample-{kind}.pdf"'
    return response


@require_POST
@allow(may_send_messages)
def make_again(request, conference, pk):
    """Have a letter made that could not be."""
    letter = get_object_or_404(conference.letters.select_related("message"), pk=pk)
    act(request, actions.make_again, letter, "The letter is made once more; its message leaves then.")
    return redirect(letter.message)


def _sample(request, conference, kind, language):
    now = timezone.now()
    everyone = audiences.find(audiences.EVERYONE, conference, now) if "to" in request.GET else []
    people = audiences.recipients(conference, everyone[:MOST_IN_SAMPLES], language)
    person = next((each for each in people if each.email == request.GET.get("to")), None)
    subject, text = wording.worded(conference, kind, language)
    values = facts.values(conference, language) | SAMPLE_OF_A_LETTER
    values["salutation"] = letter_words.salutation("Ms.", values["name"], language)
    values["passport"] = letter_words.passport_lines("ANA MUSTER", "", None, "", language)
    if person:
        known = {name: value for name, value in person.values.items() if value}
        values |= {"name": person.name, "position": "", "organisation": ""} | known
    return printing.Sheet(
        kind=kind,
        language=language,
        head=printing.head_of(conference),
        subject=subject,
        text=text,
        reference="SAMPLE",
        dated_on=now.astimezone(conference.zone).date(),
        ordered_at=now,
        addressee=person.name if person else ADDRESSEE_OF_THE_SAMPLE,
        values=values | {"deadline": letter_words.written_date(conference.starts_on, language)},
    )


def _list_url(conference):
    return reverse("correspondence:letter_list", kwargs={"conference": conference.slug})
