"""Two people with the same form."""

from django import forms
from django.http import QueryDict

from lib.meanwhile import Remembers


class PlaceForm(Remembers, forms.Form):
    """A form as small as it can be."""

    title = forms.CharField()
    note = forms.CharField(required=False, widget=forms.Textarea)
    day = forms.DateField(required=False)
    is_open = forms.BooleanField(required=False)
    kinds = forms.MultipleChoiceField(choices=[("a", "First"), ("b", "Second")], required=False)
    file = forms.FileField(required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.meet()


BEFORE = {"title": "Opening", "note": "One\nTwo", "day": None, "is_open": True, "kinds": ["a"]}


def sent(form, **typed):
    """Return what a browser sends of a form, with what was typed into it."""
    data = QueryDict(mutable=True)
    shown = {"title": "Opening", "note": "One\r\nTwo", "day": "", "is_open": "on", "kinds": ["a"]}
    for name, value in (shown | {"shown": form["shown"].value()} | typed).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return data


def test_a_form_that_nobody_else_touched_saves_what_was_typed():
    form = PlaceForm(sent(PlaceForm(initial=BEFORE), title="Welcome"), initial=BEFORE)
    assert form.is_valid()
    assert form.cleaned_data == {**BEFORE, "title": "Welcome", "note": "One\r\nTwo", "file": None}


def test_what_only_somebody_else_changed_is_adopted():
    data = sent(PlaceForm(initial=BEFORE), title="Welcome")
    form = PlaceForm(data, initial=BEFORE | {"note": "Theirs", "is_open": False, "kinds": ["b"]})
    assert form.is_valid()
    expected = {"title": "Welcome", "note": "Theirs", "day": None, "is_open": False, "kinds": ["b"], "file": None}
    assert form.cleaned_data == expected


def test_what_both_changed_is_said_at_the_field_and_saved_by_the_next_sending():
    data = sent(PlaceForm(initial=BEFORE), title="Mine")
    form = PlaceForm(data, initial=BEFORE | {"title": "Theirs"})
    assert not form.is_valid()
    (sentence,) = form.errors["title"]
    assert "to “Theirs”" in sentence
    assert form["title"].value() == "Mine"
    again = PlaceForm(sent(form, title="Mine"), initial=BEFORE | {"title": "Theirs"})
    assert again.is_valid()
    assert again.cleaned_data["title"] == "Mine"


def test_both_having_typed_the_same_is_no_conflict():
    data = sent(PlaceForm(initial=BEFORE), title="Same")
    assert PlaceForm(data, initial=BEFORE | {"title": "Same"}).is_valid()


def test_a_memory_that_was_tampered_with_counts_as_none():
    for memory in ("", "[]", "{", '{"title": 1}', '{"title": null}'):
        data = sent(PlaceForm(initial=BEFORE), shown=memory, title="Mine")
        assert PlaceForm(data, initial=BEFORE | {"title": "Theirs"}).is_valid()
