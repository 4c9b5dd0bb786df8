"""Two people with the same form: nothing of either is overwritten without a word."""

import json

from django import forms


class Remembers(forms.Form):
    """A form that remembers what it showed at first, and compares it with what stands there when it comes back.

    What its sender left alone takes the value that somebody else gave meanwhile. What both changed is not saved: the
    field says what it became, keeps what was typed, and the next sending puts the sender's in its place.

    A subclass calls `meet()` at the end of its `__init__`, when its fields and first values are settled.
    """

    shown = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.both = {}

    def meet(self) -> None:
        """Remember what is shown; in a form that comes back, adopt what only somebody else changed."""
        now = {name: self._texts(name) for name in self.fields if self._is_remembered(name)}
        if not self.is_bound:
            self.initial = self.initial | {"shown": json.dumps(now)}
            return
        began = _read(self.data.get(self.add_prefix("shown"), ""))
        self.data, self.both = self.data.copy(), {}
        for name, texts in now.items():
            if name not in began or began[name] == texts:
                continue
            sent = [_plain(text) for text in self.data.getlist(self.add_prefix(name)) if text]
            if sent == began[name]:
                self.data.setlist(self.add_prefix(name), texts)
            elif sent != texts:
                self.both[name] = texts
        self.data[self.add_prefix("shown")] = json.dumps(now)

    def clean(self):
        cleaned = super().clean()
        cleaned.pop("shown", None)
        for name, texts in self.both.items():
            self.add_error(
                name,
                f"Somebody else changed this meanwhile, to {self._in_words(name, texts)}. What you typed is not saved "
                "yet; save again to put it in its place.",
            )
        return cleaned

    def _is_remembered(self, name):
        widget = self.fields[name].widget
        return name != "shown" and not widget.needs_multipart_form and not isinstance(widget, forms.MultiWidget)

    def _texts(self, name) -> list[str]:
        """Return what a browser would send of the field as it is shown at first."""
        field = self.fields[name]
        value = field.prepare_value(self.get_initial_for_field(field, name))
        if isinstance(field.widget, forms.CheckboxInput):
            return ["on"] if value else []
        texts = field.widget.format_value(value)
        texts = texts if isinstance(texts, list | tuple) else [texts]
        return [_plain(str(text)) for text in texts if text not in (None, "")]

    def _in_words(self, name, texts):
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return "“yes”" if texts else "“no”"
        labels = {str(value): str(label) for value, label in getattr(field, "choices", ())}
        return ", ".join(f"“{labels.get(text, text)}”" for text in texts) or "nothing"


def _plain(text):
    return text.replace("\r\n", "\n")


def _read(text) -> dict[str, list[str]]:
    """Return what a form remembers; nothing when the text is not ours."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return {name: texts for name, texts in found.items() if isinstance(texts, list)} if isinstance(found, dict) else {}
