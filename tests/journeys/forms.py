"""Forms as a browser without JavaScript sends them: read from the page, filled in, posted to where they lead."""

from html.parser import HTMLParser
from urllib.parse import urljoin


class Form:
    """One form of a page: where it leads, how, and what it holds."""

    def __init__(self, attributes):
        self.action = attributes.get("action") or ""
        self.method = attributes.get("method", "get").lower()
        self.fields = {}
        self.buttons = {}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.forms = []
        self._form = self._text_of = self._button = None

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "form":
            self._form = Form(attributes)
            self.forms.append(self._form)
        elif self._form is None:
            return
        name = attributes.get("name")
        if tag == "input":
            self._take_input(name, attributes)
        elif tag in {"select", "textarea"}:
            self._text_of = name
            self._form.fields.setdefault(name, "")
        elif tag == "option" and "selected" in attributes:
            self._form.fields[self._text_of] = attributes.get("value", "")
        elif tag == "button":
            self._button = attributes

    def handle_data(self, data):
        if self._button is not None:
            self._form.buttons[" ".join(data.split())] = self._button
            self._button = None
        elif self._text_of is not None and self.lasttag == "textarea":
            self._form.fields[self._text_of] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "form":
            self._form = None
        elif tag in {"select", "textarea"}:
            self._text_of = None

    def _take_input(self, name, attributes):
        kind = attributes.get("type", "text")
        if kind == "submit":
            self._form.buttons[attributes.get("value", "")] = attributes
        elif name and kind in {"checkbox", "radio"}:
            if "checked" in attributes:
                self._form.fields[name] = attributes.get("value", "on")
        elif name:
            self._form.fields[name] = attributes.get("value") or ""


def press(client, response, button: str, **filled):
    """Fill in the form of the page that has this button, press it, and follow to the next page.

    The button may be named by the beginning of its label. Fields that the form does not have are refused.
    """
    reader = _Reader()
    reader.feed(response.content.decode())
    form, pressed = next(
        (form, attributes)
        for form in reader.forms
        for label, attributes in form.buttons.items()
        if label.startswith(button)
    )
    boxes = {name for name, value in filled.items() if value == "on"}
    assert set(filled) - boxes <= set(form.fields), f"no fields {set(filled) - set(form.fields)} in {form.fields}"
    data = form.fields | filled
    if pressed.get("name"):
        data[pressed["name"]] = pressed.get("value", "")
    path = urljoin(response.request["PATH_INFO"], pressed.get("formaction") or form.action)
    send = client.post if form.method == "post" else client.get
    return send(path, data, follow=True)
