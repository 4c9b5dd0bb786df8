"""Access is said at the door: every view carries one of these decorators, and a system check refuses silence.

All of them turn the URL's `conference` slug into the Conference and hand it to the view as its second argument.
An archived conference is only read: here every form that would change it is refused, whoever sends it.
"""

import time
from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import get_authentication_records
from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, render

from accounts import journal
from accounts.middleware import ask_to_sign_in
from conference import rules
from conference.choices import ConferenceStatus
from conference.models import Conference
from lib import links
from lib.headers import keep_private

SAFE = {"GET", "HEAD", "OPTIONS"}


def also_when_archived(view: Callable) -> Callable:
    """Mark a view whose forms are taken from an archived conference too. Stands below @allow or @personal_link."""
    view.also_when_archived = True
    return view


def ask_again(view: Callable) -> Callable:
    """Ask for password or second factor once more, unless that was done in the last quarter of an hour (SEC-06).

    Stands below @allow, above what changes roles, takes everything out or erases. What was sent meanwhile is kept.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        records = get_authentication_records(request, request.user)
        if not records or time.time() - records[-1]["at"] > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT:
            raise ReauthenticationRequired
        return view(request, *args, **kwargs)

    return asked


def _is_shut(request, owner, view) -> bool:
    """Say whether this is a form that would change an archived conference; `owner` belongs to it, or is it."""
    if request.method in SAFE or getattr(view, "also_when_archived", False):
        return False
    return getattr(owner, "conference", owner).status == ConferenceStatus.ARCHIVED


def _refuse_change(request, conference):
    context = {"conference": conference, "may_reopen": rules.may_organise(request.user, conference)}
    return render(request, "archived.html", context, status=409)


def allow(rule: Callable) -> Callable:
    """Let in those for whom rule(user, conference) holds: a stranger gets 404, a wrong role 403."""

    def decorate(view):
        @wraps(view)
        def guarded(request, *, conference, **kwargs):
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            found = get_object_or_404(Conference.objects.visible_to(request.user), slug=conference)
            rules.remember_role(request.user, found, found.own_role)
            if not rule(request.user, found):
                journal.refused(request, f"conference {found.pk}")
                raise PermissionDenied
            request.conference = found
            if _is_shut(request, found, view):
                return _refuse_change(request, found)
            return view(request, found, **kwargs)

        guarded.access = rule.__name__
        return guarded

    return decorate


def allow_user(rule: Callable) -> Callable:
    """Let in signed-in users for whom rule(user) holds; for pages that belong to no conference."""

    def decorate(view):
        @wraps(view)
        def guarded(request, **kwargs):
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            if not rule(request.user):
                journal.refused(request, "the installation")
                raise PermissionDenied
            return view(request, **kwargs)

        guarded.access = rule.__name__
        return guarded

    return decorate


def public(view: Callable) -> Callable:
    """Let anyone in; a conference that is still a draft is only there for its team."""

    @login_not_required
    @wraps(view)
    def open_to_all(request, **kwargs):
        if "conference" in kwargs:
            readable = Conference.objects.readable_by(request.user)
            return view(request, get_object_or_404(readable, slug=kwargs.pop("conference")), **kwargs)
        return view(request, **kwargs)

    open_to_all.access = "public"
    return open_to_all


def personal_link(purpose: str, *, find: Callable, superseded: Callable | None = None) -> Callable:
    """Let in who holds a link made for this purpose.

    `purpose` is the name of the URL that the link opens; `find(pk)` returns the object, or None, with a
    `link_version`. The view gets the object as its second argument. A forged link gets 404; one that was revoked
    gets a page that says so (410), or what `superseded(request, found)` answers. All of it stays private to the holder.
    """

    def decorate(view):
        @login_not_required
        @wraps(view)
        def guarded(request, *, link, **kwargs):
            said = links.read(purpose, link)
            if said is None:
                raise Http404
            found = find(said.pk)
            if found is None or found.link_version != said.version:
                if found and superseded and not _is_shut(request, found, view):
                    return keep_private(superseded(request, found, **kwargs))
                context = {"contact_email": found.conference.contact_email if found else ""}
                return keep_private(render(request, "personal_link_invalid.html", context, status=410))
            if _is_shut(request, found, view):
                return keep_private(_refuse_change(request, found.conference))
            return keep_private(view(request, found, **kwargs))

        guarded.access = f"personal link: {purpose}"
        return guarded

    return decorate
