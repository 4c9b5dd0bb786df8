"""The whole page, or the part that htmx asks for."""

import pytest
from django.template import engines
from django_htmx.middleware import HtmxDetails

from lib.htmx import render_page


@pytest.fixture
def templates(settings, tmp_path):
    (tmp_path / "page.html").write_text("<main>{% include 'part.html' %}</main>")
    (tmp_path / "part.html").write_text("<p>{{ word }}</p>")
    settings.TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [tmp_path]}]
    assert engines.all()


@pytest.mark.parametrize(
    ("headers", "expected"),
    [
        ({}, "<main><p>yes</p></main>"),
        ({"HX-Request": "true"}, "<p>yes</p>"),
        ({"HX-Request": "true", "HX-Boosted": "true"}, "<main><p>yes</p></main>"),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, "<main><p>yes</p></main>"),
    ],
)
def test_htmx_gets_the_part_and_everyone_else_the_page(rf, templates, headers, expected):
    request = rf.get("/", headers=headers)
    request.htmx = HtmxDetails(request)

    response = render_page(request, "page.html", {"word": "yes"}, part="part.html", status=422)

    assert response.content.decode() == expected
    assert response.status_code == 422
    assert response["Vary"] == "HX-Request"
