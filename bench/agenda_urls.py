"""The addresses of the site, and a bare view that returns the bytes of any page from memory."""

from functools import cache

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from config.urls import urlpatterns as addresses


@cache
def _of(address):
    """Return the page as the site answers it, compressed: asked for once in each process."""
    return Client().get(address, headers={"accept-encoding": "br", "host": "127.0.0.1"}).content


@login_not_required
def bare(request, address):
    """Answer with bytes from memory, as plainly as Django can."""
    return HttpResponse(_of(f"/{address}"), headers={"Content-Encoding": "br"})


urlpatterns = [path("bare/<path:address>", bare), *addresses]
