"""How a form's field becomes a control: which one, with which attributes, and what is wrong."""

from typing import Any

from markupsafe import Markup
from wtforms.widgets import (
    CheckboxInput,
    FileInput,
    HiddenInput,
    ListWidget,
    Select,
    TextArea,
)

from compliance.web.forms import DayField

CONTROLS = (
    (HiddenInput, "hidden"),
    (TextArea, "textarea"),
    (Select, "select"),
    (CheckboxInput, "checkbox"),
    (FileInput, "file"),
    (ListWidget, "options"),
)
CLASSES = {"select": "form-select", "checkbox": "form-check-input"}


def control_of(field: Any) -> str:
    """Return which control draws the field; the field macro chooses by it."""
    for widget, control in CONTROLS:
        if isinstance(field.widget, widget):
            return control
    return "input"


def is_optional(field: Any) -> bool:
    """Return whether a field may stay empty; a select without an empty choice cannot."""
    if field.flags.required:
        return False
    if control_of(field) != "select":
        return True
    return any(not choice[0] for choice in field.iter_choices())


def draw_control(field: Any, hint: str = "", **attributes: Any) -> Markup:
    """Return the control itself, tied to its hint and error, with our classes."""
    invalid = bool(messages_of(field))
    css = CLASSES.get(control_of(field), "form-control") + (" is-invalid" if invalid else "")
    attributes = {"class": css, "required": False, **described(field, hint), **attributes}
    if isinstance(field, DayField):
        attributes = {"data-echo-date": f"{field.id}-echo", "autocomplete": "off", **attributes}
    return Markup(field(**attributes))  # noqa: S704


def described(field: Any, hint: str = "") -> dict[str, str]:
    """Return the attributes that tie a control to its hint, error and date echo."""
    invalid = bool(messages_of(field))
    parts = (
        ("hint", bool(hint)),
        ("error", invalid),
        ("echo", isinstance(field, DayField)),
    )
    ids = " ".join(f"{field.id}-{part}" for part, there in parts if there)
    return {
        **({"aria-describedby": ids} if ids else {}),
        **({"aria-invalid": "true"} if invalid else {}),
    }


def problems(form: Any) -> list[tuple[str, str]]:
    """Return (id of the control, message) for every error, in the order of the fields."""
    found = [("", message) for message in getattr(form, "form_errors", ())]
    for field in form:
        found += [(_first_control(field), message) for message in messages_of(field)]
    return found


def messages_of(field: Any) -> list[str]:
    """Return the field's own messages as plain text, those of its parts included."""
    flat: list[str] = []
    for error in field.errors or ():
        flat += [str(each) for each in error] if isinstance(error, list | tuple) else [str(error)]
    return flat


def _first_control(field: Any) -> str:
    control = control_of(field)
    if control == "hidden":
        return ""
    return f"{field.id}-0" if control == "options" else str(field.id)
