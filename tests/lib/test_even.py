"""Answers after a fixed time."""

import time

from django.http import HttpResponse
from django.test import RequestFactory

from lib.even import Evenly

SECONDS = 0.1


@Evenly(SECONDS)
def view(request):
    time.sleep(float(request.GET["takes"]))
    return HttpResponse()


def seconds_of(request):
    began = time.monotonic()
    view(request)
    return time.monotonic() - began


def test_quick_and_slow_answers_of_a_form_take_the_same_time():
    assert seconds_of(RequestFactory().post("/?takes=0")) >= SECONDS
    assert seconds_of(RequestFactory().post("/?takes=0.05")) >= SECONDS


def test_a_page_that_is_only_read_is_answered_at_once():
    waits = [seconds_of(RequestFactory().get("/?takes=0")) for _ in range(5)]

    assert min(waits) < SECONDS
