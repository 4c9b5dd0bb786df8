"""The page for monitors."""

from django.http import JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conference.access import public
from correspondence.health import report


@require_safe
@never_cache
@public
def health(request):
    """Say in JSON whether each part is alive: 200 when all are, else 503."""
    parts, is_well = report(timezone.now())
    return JsonResponse(parts, status=200 if is_well else 503)
