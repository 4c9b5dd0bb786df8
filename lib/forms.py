"""How forms look: one helper for forms of a page, one for the filters above a list.

A form names its helper in one line, and `{% crispy form %}` does the rest: the error summary, hints, "(optional)",
the buttons. See /styleguide/.
"""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout, Submit


def page_helper(submit="Save", *layout, cancel="", is_destructive=False, is_secondary=False):
    """Return the helper of a form that is a page: posted, judged by the server, with a way out.

    `layout` takes crispy's layout objects when the fields need grouping, `cancel` the address that the way out leads
    to; `is_destructive` makes the button red, `is_secondary` white, for a second form on a page.
    """
    helper = _helper(*layout)
    helper.attrs = {"novalidate": True}
    helper.cancel_url, helper.cancel_label = cancel, "Go back" if is_destructive else "Cancel"
    look = "btn-danger" if is_destructive else "btn-secondary" if is_secondary else "btn-primary"
    helper.add_input(_submit(submit, f"btn {look}"))
    return helper


def filter_helper(action, *layout, submit="Apply", refreshes=""):
    """Return the helper of a form that narrows a list: sent by GET, so that its state stands in the address.

    `action` is the list's address. With `refreshes`, a selector such as "#registrations", htmx renews that part while
    the reader types or chooses; without JavaScript the button does the same.
    """
    helper = _helper(*layout)
    helper.form_method = "get"
    helper.form_action = action
    helper.form_class = "filters"
    helper.disable_csrf = True
    helper.cancel_url, helper.cancel_label = action, "Clear"
    helper.attrs = {"role": "search", "novalidate": True, "data-filters": True}
    if refreshes:
        helper.attrs |= {
            "hx-get": action,
            "hx-target": refreshes,
            "hx-indicator": refreshes,
            "hx-trigger": "submit, change, input changed delay:300ms from:find input",
            "hx-push-url": "true",
        }
    helper.add_input(_submit(submit, "btn btn-secondary"))
    return helper


def _helper(*layout):
    helper = FormHelper()
    helper.include_media = False
    helper.render_hidden_fields = True
    if layout:
        helper.layout = Layout(*layout)
    return helper


def _submit(label, css_class):
    button = Submit("", label)
    button.field_classes, button.id = css_class, ""
    return button
