"""The pages for monitors."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conference.access import public
from correspondence.health import report


@require_safe
@never_cache
@public
def live(request):
    """Say that this process answers; it asks nobody else, so that no other part's fault gets it restarted."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
@public
def ready(request):
    """Say in JSON whether each part is alive: 200 when all are, else 503."""
    parts, is_well = report(timezone.now())
    return JsonResponse(parts, status=200 if is_well else 503)
