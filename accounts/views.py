"""A user's own account; signing in and passwords are django-allauth's."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts import actions
from accounts.forms import ProfileForm
from accounts.models import User


@require_http_methods(["GET", "POST"])
def profile(request):
    """Change the own name and time zone."""
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        actions.change_profile(request.user, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, "Saved.")
        return redirect("account_profile")
    return render(request, "account/profile.html", {"form": form})


# conference.access stands above this app; SignInRequiredMiddleware lets in who is signed in.
profile.access = "signed in"
