"""A speaker's own page, behind a personal link: confirm or decline, biography and photo, abstract and slides."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conference.access import personal_link
from conference.once import once
from lib import links
from lib.acting import refusals_as_messages
from lib.refusal import NotPossible
from participants.audit import by_link
from sessions import actions
from sessions.emails import SPEAKER_PURPOSE
from sessions.facts import board
from sessions.forms import meeting
from sessions.forms.profiles import DocumentForm, ProfileForm
from sessions.forms.speakers import ChangeContributionForm
from sessions.models import Document, SpeakerProfile, SpeakerRole


def find_profile(pk):
    """Return the profile whose link opens its page."""
    return SpeakerProfile.objects.select_related("participant__conference").filter(pk=pk).first()


@require_safe
@personal_link(SPEAKER_PURPOSE, find=find_profile)
def speaker(request, profile):
    """The speaker's sessions as they are planned, with what is asked of the speaker."""
    conference, participant = profile.conference, profile.participant
    roles = list(_roles(participant))
    rows = [(role, board.row(role.session, conference.zone), *_documents(role)) for role in roles]
    urls = {name: _url(f"sessions:speaker_{name}", profile) for name in ("profile",)}
    context = {"conference": conference, "participant": participant, "profile": profile, "rows": rows, "urls": urls}
    return render(request, "sessions/speaker/page.html", context | {"link": _link(profile)})


@require_POST
@personal_link(SPEAKER_PURPOSE, find=find_profile)
def speaker_answer(request, profile, pk):
    """Confirm or decline a role."""
    role = get_object_or_404(_roles(profile.participant), pk=pk)
    with refusals_as_messages(request):
        actions.answer(role, said=request.POST.get("answer", ""), by=_by(profile), at=timezone.now())
        messages.success(request, "Thank you. Your answer is noted.")
    return redirect(_url(SPEAKER_PURPOSE, profile))


@require_POST
@personal_link(SPEAKER_PURPOSE, find=find_profile)
def speaker_take_back(request, profile, pk):
    """Take the answer about a role back."""
    role = get_object_or_404(_roles(profile.participant), pk=pk)
    with refusals_as_messages(request):
        actions.take_answer_back(role, by=_by(profile), at=timezone.now())
        messages.success(request, "Your answer is taken back.")
    return redirect(_url(SPEAKER_PURPOSE, profile))


@require_http_methods(["GET", "POST"])
@personal_link(SPEAKER_PURPOSE, find=find_profile)
def speaker_profile(request, profile):
    """Write the biography, upload a photo, say when one cannot."""
    back = _url(SPEAKER_PURPOSE, profile)
    initial = {"biography": profile.biography, "unavailable": profile.unavailable}
    form = ProfileForm(
        request.POST or None, request.FILES or None, cancel=back, has_photo=bool(profile.photo), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        actions.change_profile(profile.participant, by=_by(profile), at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect(back)
    context = {"conference": profile.conference, "form": form, "heading": "About you"}
    return render(request, "sessions/speaker/form.html", context)


@require_http_methods(["GET", "POST"])
@personal_link(SPEAKER_PURPOSE, find=find_profile)
def speaker_talk(request, profile, pk):
    """Write title and abstract of the own presentation."""
    role = get_object_or_404(_roles(profile.participant).filter(contribution__isnull=False), pk=pk)
    talk, back = role.contribution, _url(SPEAKER_PURPOSE, profile)
    form = ChangeContributionForm(request.POST or None, cancel=back, instance=talk)
    context = {"conference": profile.conference, "heading": "Your presentation"}
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_contribution(talk, by=_by(profile), at=timezone.now(), **form.values)
        except actions.ChangedMeanwhile as problem:
            met = meeting.meet(request.POST, meeting.talk_as_typed(problem.theirs), meeting.TALK)
            context["met"], form = met, ChangeContributionForm(met.data, cancel=back, instance=problem.theirs)
        except NotPossible as problem:
            form.add_error(None, str(problem))
        else:
            messages.success(request, "Saved. Readers see it with the next version of the agenda.")
            return redirect(back)
    return render(request, "sessions/speaker/form.html", context | {"form": form})


@require_http_methods(["GET", "POST"])
@personal_link(SPEAKER_PURPOSE, find=find_profile)
@once
def speaker_upload(request, profile, pk):
    """Upload slides for a session."""
    role = get_object_or_404(_roles(profile.participant), pk=pk)
    back = _url(SPEAKER_PURPOSE, profile)
    form = DocumentForm(request.POST or None, request.FILES or None, cancel=back)
    if request.method == "POST" and form.is_valid():
        place = {"contribution": role.contribution, "uploaded_by": profile.participant}
        actions.add_document(role.session, by=_by(profile), at=timezone.now(), **place, **form.cleaned_data)
        messages.success(request, "The file is uploaded.")
        return redirect(back)
    context = {"conference": profile.conference, "form": form, "heading": "Upload slides"}
    return render(request, "sessions/speaker/form.html", context)


@require_POST
@personal_link(SPEAKER_PURPOSE, find=find_profile)
def speaker_withdraw(request, profile, pk):
    """Take an own file away."""
    document = get_object_or_404(Document.objects.filter(uploaded_by=profile.participant), pk=pk)
    with refusals_as_messages(request):
        actions.remove_document(document, by=_by(profile), at=timezone.now())
        messages.success(request, f"“{document}” is taken away. Readers do not see it any more.")
    return redirect(_url(SPEAKER_PURPOSE, profile))


@require_POST
@personal_link(SPEAKER_PURPOSE, find=find_profile)
def speaker_put_back(request, profile, pk):
    """Put an own file back that was taken away."""
    document = get_object_or_404(Document.objects.filter(uploaded_by=profile.participant), pk=pk)
    with refusals_as_messages(request):
        actions.put_back_document(document, by=_by(profile), at=timezone.now())
        messages.success(request, f"“{document}” is there again.")
    return redirect(_url(SPEAKER_PURPOSE, profile))


def _roles(participant):
    found = SpeakerRole.objects.in_kept_sessions().filter(participant=participant)
    return found.select_related("session__conference", "session__room", "contribution", "participant").order_by(
        "session__starts_at", "pk"
    )


def _documents(role):
    """Return the speaker's own files in the session, and those taken away with the day on which they are deleted."""
    own = [each for each in role.session.documents.all() if each.uploaded_by_id == role.participant_id]
    gone = [(each, each.removed_at + actions.KEPT_FOR) for each in own if each.removed_at]
    return [each for each in own if not each.removed_at], gone


def _link(profile):
    return links.make(SPEAKER_PURPOSE, profile.pk, profile.link_version)


def _url(name, profile):
    return reverse(name, kwargs={"link": _link(profile)})


def _by(profile):
    return by_link(profile.participant)
