"""A fault is answered by a page with a reference that the log knows, and with nothing of the inside (OPS-03)."""

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_conference

pytestmark = pytest.mark.django_db


def fail(*args, **kwargs):
    raise RuntimeError("canary of the inside")


@pytest.mark.parametrize(
    "layer",
    [
        "conference.querysets.ConferenceQuerySet.readable_by",
        "conference.views.pages.render",
        "lib.templatetags.plenary.days",
        "accounts.middleware.SecondFactorMiddleware.process_view",
    ],
)
def test_a_fault_in_each_layer_is_answered_without_its_insides(monkeypatch, caplog, layer):
    make_conference()
    monkeypatch.setattr(layer, fail)

    response = Client(raise_request_exception=False).get(reverse("conference:home"))

    assert response.status_code == 500
    reference = re.search(r"reference of this fault is <strong[^>]*>([0-9A-F]{8})<", response.text).group(1)
    assert reference in caplog.text
    for inside in ("canary", "Traceback", "RuntimeError", "site-packages", "Django", "admin"):
        assert inside not in response.text
    assert not {"Server", "X-Powered-By"} & set(response.headers)


def report(content):
    return Client().post(reverse("policy_report"), content, content_type="application/csp-report").status_code


def test_what_browsers_tell_of_a_broken_policy_is_logged(caplog):
    told = {
        "csp-report": {"violated-directive": "script-src", "document-uri": "https://example.org/me/7.2.x-y/\nforged"}
    }

    assert report(json.dumps(told)) == 204
    assert caplog.messages == ["A page broke its policy: script-src on https://example.org/me/7.2.x-y/\\nforged"]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"csp-report": 1}', '{"csp-report": {}}', "\x00" * 50_000])
def test_nonsense_is_no_report(content, caplog):
    assert report(content) == 400
    assert caplog.messages == ["Bad Request: /policy-report/"]
