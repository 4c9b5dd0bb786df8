"""Signing in before anything that is not declared public, and with a second factor where an installation asks for it."""

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url


def ask_to_sign_in(request):
    """Return the way to the sign-in page, and back afterwards.

    A plain request is redirected. One made by htmx gets 401 with HX-Redirect, so that the sign-in page is opened
    instead of being put into a part of the page.
    """
    if getattr(request, "htmx", False):
        back = request.htmx.current_url_abs_path or "/"
        return _lead(redirect_to_login(back, resolve_url("account_login")).url)
    return redirect_to_login(request.get_full_path(), resolve_url("account_login"))


def _lead(url):
    response = HttpResponse(status=401)
    response["HX-Redirect"] = url
    return response


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's own middleware, which denies by default, with an answer that suits htmx."""

    def handle_no_permission(self, request, view_func):
        return ask_to_sign_in(request)


class SecondFactorMiddleware:
    """Where an installation asks for a second factor (SECOND_FACTOR_REQUIRED), lead who has none to where it is set up."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not settings.SECOND_FACTOR_REQUIRED or not request.user.is_authenticated:
            return None
        request.needs_second_factor = True
        is_open = view.__module__.startswith("allauth.") or "personal link" in getattr(view, "access", "")
        if is_open or _has_second_factor(request):
            return None
        url = resolve_url("mfa_index")
        return _lead(url) if getattr(request, "htmx", False) else redirect(url)


def _has_second_factor(request):
    used = any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))
    return used or is_mfa_enabled(request.user)
