"""Photos: uploaded and cut by their people behind personal links; shown to them and to the desk, and to nobody else."""

from dataclasses import dataclass

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference import rules as conference_rules
from conference.access import allow, personal_link
from lib import uploads
from lib.acting import refusals_as_messages, refusals_on
from lib.headers import keep_private
from participants import actions, rules
from participants.audit import by_link
from participants.choices import PhotoRule
from participants.forms.photos import TOO_MANY, CutForm, PhotoForm
from participants.forms.register import missing_step, order_of
from participants.models import Participant, Photo, RegistrationDraft
from participants.views.personal import ME, find_registration, own_url
from participants.views.register import DRAFT, by_draft, find_draft

WAIT_SECONDS = 600


@dataclass(frozen=True)
class Pages:
    """The pages about one photo, and what they are to know: of a registration on its way, or of a participant."""

    subject: RegistrationDraft | Participant
    owner: object
    purpose: str
    by: str
    back: str
    step: str = ""

    @property
    def photo(self) -> Photo | None:
        return getattr(self.subject, "photo", None)

    @property
    def is_needed(self) -> bool:
        return rules.photo_rule(self.subject.conference) == PhotoRule.REQUIRED

    def url(self, page="", **kwargs) -> str:
        prefix = "draft_photo" if self.purpose == DRAFT else "photo"
        return own_url("_".join(part for part in (prefix, page) if part), self.purpose, self.owner, **kwargs)

    @property
    def after(self) -> str:
        """Where a person goes on once the photo is settled."""
        return own_url("draft", DRAFT, self.subject) if self.purpose == DRAFT else self.back


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(DRAFT, find=find_draft)
def draft_photo(request, draft):
    """Upload a photo, as a step of the registration."""
    return _upload(request, _of_draft(draft))


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(DRAFT, find=find_draft)
def draft_photo_cut(request, draft):
    """Choose the square, see the result, keep it."""
    return _cut(request, _of_draft(draft))


@require_POST
@personal_link(DRAFT, find=find_draft)
def draft_photo_none(request, draft):
    """Go on without a photo."""
    return _take_away(request, _of_draft(draft))


@require_safe
@personal_link(DRAFT, find=find_draft)
def draft_photo_file(request, draft, which):
    """The picture itself."""
    return _file(request, _of_draft(draft), which)


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(ME, find=find_registration)
def photo(request, registration):
    """Upload another photo, or take the own one away."""
    return _upload(request, _of_registration(registration))


@require_http_methods(["GET", "HEAD", "POST"])
@personal_link(ME, find=find_registration)
def photo_cut(request, registration):
    """Choose the square, see the result, keep it."""
    return _cut(request, _of_registration(registration))


@require_POST
@personal_link(ME, find=find_registration)
def photo_none(request, registration):
    """Take the own photo away."""
    return _take_away(request, _of_registration(registration))


@require_safe
@personal_link(ME, find=find_registration)
def photo_file(request, registration, which):
    """The picture itself; also when it can no longer be changed."""
    return _file(request, _pages_of(registration), which)


@require_safe
@allow(conference_rules.may_work_the_desk)
def registration_photo(request, conference, pk):
    """The photo of a participant, for organisers and the desk."""
    with_photo = conference.registrations.select_related("participant__photo").exclude(participant__photo=None)
    found = get_object_or_404(with_photo.exclude(participant__photo__cut=""), pk=pk)
    return keep_private(_jpeg(found.participant.photo.cut))


def _upload(request, pages):
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PhotoForm(*data)
    if request.method == "POST" and not ratelimit.consume(request, action="photo"):
        return _too_many(request, pages)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            actions.upload_photo(pages.subject, form.cleaned_data["photo"], by=pages.by, at=timezone.now())
            return redirect(pages.url("cut"))
    return render(request, "participants/photos/photo.html", _about(pages) | {"form": form})


def _too_many(request, pages):
    """Say when to come back; the picture was not even looked at (SEC-20)."""
    messages.error(request, TOO_MANY)
    context = _about(pages) | {"form": PhotoForm()}
    response = render(request, "participants/photos/photo.html", context, status=429)
    response.headers["Retry-After"] = str(WAIT_SECONDS)
    return response


def _cut(request, pages):
    if pages.photo is None:
        return redirect(pages.url())
    form = CutForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and "show" not in request.POST:
        with refusals_on(form):
            actions.cut_photo(pages.subject, by=pages.by, at=timezone.now(), **form.cleaned_data)
            return redirect(pages.after)
    chosen = "&".join(f"{name}={value}" for name, value in form.square.items())
    result = f"{pages.url('file', which='result')}?{chosen}"
    return render(request, "participants/photos/cut.html", _about(pages) | {"form": form, "result": result})


def _take_away(request, pages):
    with refusals_as_messages(request):
        actions.remove_photo(pages.subject, by=pages.by, at=timezone.now())
        return redirect(pages.after)
    return redirect(pages.url())


def _file(request, pages, which):
    """The upload, the square that is kept, or the one that the address names."""
    found = pages.photo
    if found is None or (which == "kept" and not found.cut):
        raise Http404
    if which != "result":
        return _jpeg(found.cut if which == "kept" else found.source)
    form = CutForm(request.GET)
    if not form.is_valid():
        raise Http404
    with found.source.open() as file:
        square = uploads.square(file.read(), **form.cleaned_data)
    return HttpResponse(square.read(), content_type="image/jpeg")


def _jpeg(file):
    if not file.storage.exists(file.name):
        raise Http404
    with file.open() as opened:
        return HttpResponse(opened.read(), content_type="image/jpeg")


def _of_draft(draft):
    if draft.submitted_at or "photo" not in order_of(draft) or missing_step(draft) not in {None, "photo"}:
        raise Http404
    order = order_of(draft)
    back = own_url("draft_check", DRAFT, draft)
    if missing_step(draft):
        back = own_url("draft_step", DRAFT, draft, step=order[order.index("photo") - 1])
    step = f"Registration, step {order.index('photo') + 1} of {len(order) + 1}"
    return Pages(draft, draft, DRAFT, by_draft(draft), back, step)


def _of_registration(registration):
    """The pages of a participant who may change them; where no photo is asked for, only to take one away."""
    pages = _pages_of(registration)
    is_asked = rules.photo_rule(registration.conference) != PhotoRule.NONE
    if not rules.may_change_own(registration.conference, timezone.now()) or not (is_asked or pages.photo):
        raise Http404
    return pages


def _pages_of(registration):
    participant = registration.participant
    return Pages(participant, registration, ME, by_link(participant), own_url("me", ME, registration))


def _about(pages):
    found = pages.photo
    return {
        "conference": pages.subject.conference,
        "pages": pages,
        "photo": found,
        "may_go_without": not pages.is_needed and (pages.purpose == DRAFT or found is not None),
        "kept": pages.url("file", which="kept") if found and found.cut else "",
        "source": pages.url("file", which="source") if found else "",
        "cut_url": pages.url("cut"),
        "none_url": pages.url("none"),
    }
