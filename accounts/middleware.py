"""Signing in before anything that is not declared public."""

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse
from django.shortcuts import resolve_url


def ask_to_sign_in(request):
    """Return the way to the sign-in page, and back afterwards.

    A plain request is redirected. One made by htmx gets 401 with HX-Redirect, so that the sign-in page is opened
    instead of being put into a part of the page.
    """
    if getattr(request, "htmx", False):
        back = request.htmx.current_url_abs_path or "/"
        response = HttpResponse(status=401)
        response["HX-Redirect"] = redirect_to_login(back, resolve_url("account_login")).url
        return response
    return redirect_to_login(request.get_full_path(), resolve_url("account_login"))


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Django's own middleware, which denies by default, with an answer that suits htmx."""

    def handle_no_permission(self, request, view_func):
        return ask_to_sign_in(request)
