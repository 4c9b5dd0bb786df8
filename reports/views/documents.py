"""The documents that a conference prints besides its notes: what there is, what to choose of each, and the PDFs."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts import journal
from conference.access import allow, public
from conference.rules import may_view, may_work_the_desk
from reports import orders
from reports.document_forms import BadgesForm, BookletForm, DeskBookletForm, ParticipantListForm
from reports.views.pdf import order_response


@require_safe
@allow(may_view)
def document_list(request, conference):
    """What can be printed of the conference."""
    listed, unlisted = orders.counts(conference)
    context = {"conference": conference, "listed": listed, "unlisted": unlisted}
    context["confirmed"] = conference.registrations.confirmed().count()
    context["notes"] = conference.notes.order_by("language")
    context["has_release"] = orders.has_release(conference)
    return render(request, "reports/document_list.html", context)


@require_safe
@allow(may_view)
def participant_list(request, conference):
    """Choose how the list of participants is printed."""
    listed, unlisted = orders.counts(conference)
    form = ParticipantListForm(request.GET, conference=conference, action=_url("participant_list_pdf", conference))
    context = {"conference": conference, "form": form, "listed": listed, "unlisted": unlisted}
    return render(request, "reports/participant_list.html", context)


@require_safe
@allow(may_view)
def participant_list_pdf(request, conference):
    """The list of participants as it was chosen."""
    wish = _wish(ParticipantListForm(request.GET, conference=conference))
    order = orders.participants_order(conference, **wish)
    return order_response(request, order, f"{conference.slug}-participants-{wish['language']}.pdf", is_private=True)


@require_safe
@allow(may_work_the_desk)
def badges(request, conference):
    """Choose how badges are printed."""
    form = BadgesForm(request.GET, conference=conference, action=_url("badges_pdf", conference))
    count = conference.registrations.confirmed().count()
    return render(request, "reports/badges.html", {"conference": conference, "form": form, "count": count})


@require_safe
@allow(may_work_the_desk)
def badges_pdf(request, conference):
    """The badges as they were chosen; they name also those who did not agree to be listed, for their own use."""
    wish = _wish(BadgesForm(request.GET, conference=conference))
    order = orders.badges_order(conference, **wish)
    if order is None:
        raise Http404
    journal.taken(request, f"the badges of conference {conference.pk}")
    return order_response(request, order, f"{conference.slug}-badges-{wish['size']}.pdf", is_private=True)


@require_safe
@allow(may_view)
def desk_booklet(request, conference):
    """Choose how the agenda is printed; the team may print what is not released yet."""
    form = DeskBookletForm(request.GET, conference=conference, action=_url("desk_booklet_pdf", conference))
    context = {"conference": conference, "form": form, "has_release": orders.has_release(conference)}
    return render(request, "reports/desk_booklet.html", context)


@require_safe
@allow(may_view)
def desk_booklet_pdf(request, conference):
    """The agenda booklet as it was chosen."""
    wish = _wish(DeskBookletForm(request.GET, conference=conference))
    is_draft = wish.pop("version") == "draft"
    return _booklet(request, conference, wish, is_draft=is_draft)


@require_safe
@public
def booklet(request, conference):
    """Choose how the released agenda is printed."""
    if not orders.has_release(conference):
        raise Http404
    form = BookletForm(request.GET, conference=conference, action=_url("booklet_pdf", conference))
    return render(request, "reports/booklet.html", {"conference": conference, "form": form})


@require_safe
@public
def booklet_pdf(request, conference):
    """The booklet of the released agenda."""
    return _booklet(request, conference, _wish(BookletForm(request.GET, conference=conference)))


def _booklet(request, conference, wish, *, is_draft=False):
    order = orders.booklet_order(conference, is_draft=is_draft, **wish)
    if order is None:
        raise Http404
    name = f"{conference.slug}-agenda-{wish['paper']}-{wish['language']}.pdf"
    return order_response(request, order, name, is_private=is_draft)


def _wish(form):
    if form.wish is None:
        raise Http404
    return dict(form.wish)


def _url(name, conference):
    return reverse(f"reports:{name}", kwargs={"conference": conference.slug})
