"""How forms come out: the summary, the words beside the field, what ties them together (UX-01)."""

import re

from crispy_forms.utils import render_crispy_form
from django import forms

from lib.forms import filter_helper, page_helper


class PersonForm(forms.Form):
    name = forms.CharField(label="Full name", help_text="As it should stand on the badge.")
    needs = forms.CharField(label="Needs", required=False)
    languages = forms.MultipleChoiceField(
        label="Languages", choices=[("en", "English"), ("fr", "French")], widget=forms.CheckboxSelectMultiple
    )

    @property
    def helper(self):
        return page_helper("Save person", cancel="/people/")

    def clean(self):
        raise forms.ValidationError("The list is closed.")


class SearchForm(forms.Form):
    q = forms.CharField(label="Name", required=False)

    @property
    def helper(self):
        return filter_helper("/people/", refreshes="#people")


def plain(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).strip()


def test_a_form_shows_hints_what_is_optional_and_a_way_out():
    html = render_crispy_form(PersonForm())

    assert plain(html) == (
        "Full name As it should stand on the badge. Needs (optional) Languages English French Save person Cancel"
    )
    assert " novalidate" in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert '<a href="/people/">Cancel</a>' in html


def test_a_refused_form_opens_with_a_summary_that_links_to_the_fields():
    html = render_crispy_form(PersonForm({}))
    summary = re.search(r'<div class="error-summary".*?</div>', html, re.S).group()

    assert plain(summary) == (
        "There is a problem The list is closed. Enter “Full name”. Choose an option for “Languages”."
    )
    assert re.findall(r'href="([^"]+)"', summary) == ["#id_name", "#id_languages_0"]
    assert 'id="id_languages_0"' in html


def test_the_words_in_the_summary_stand_beside_the_field_too_and_describe_it():
    html = render_crispy_form(PersonForm({}))
    beside = re.search(r'<div id="id_name_error" class="invalid-feedback">.*?</div>', html, re.S).group()

    assert plain(beside) == "Error: Enter “Full name”."
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-describedby="id_languages_error"' in html


def test_what_was_typed_is_escaped_and_kept():
    html = render_crispy_form(PersonForm({"name": '"><script>'}))

    assert 'value="&quot;&gt;&lt;script&gt;"' in html
    assert "<script>" not in html


def test_a_filter_is_sent_by_get_and_asks_nobody_to_fill_it_in():
    html = render_crispy_form(SearchForm({}))

    assert plain(html) == "Name Apply Clear"
    assert 'method="get"' in html
    assert 'action="/people/"' in html
    assert 'hx-target="#people"' in html
    assert "csrfmiddlewaretoken" not in html
