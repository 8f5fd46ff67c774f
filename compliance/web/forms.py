"""The form base and our own fields. A form checks shape; whether an act is allowed is a rule."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import g
from wtforms import HiddenField, SelectMultipleField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from compliance.core.dates import BadDay, parse_day
from compliance.core.errors import BadValue, NotAllowed
from compliance.web.filters import day_form
from compliance.web.offers import typed_before

if TYPE_CHECKING:  # the typed face of two libraries that carry no types

    class FlaskForm:
        """What pages use of Flask-WTF's form."""

        errors: Mapping[str | None, list[str]]
        form_errors: list[str]
        data: dict[str, Any]
        meta: Any

        def __init__(self, formdata: Any = ..., **kwargs: Any) -> None: ...
        def __iter__(self) -> Any: ...
        def process(self, formdata: Any, obj: Any = ..., data: Any = ...) -> None:
            """Fill the fields anew."""
            ...

        def __contains__(self, name: str) -> bool: ...
        def __getitem__(self, name: str) -> Any: ...
        def __delitem__(self, name: str) -> None: ...
        def validate(self, extra_validators: Any = None) -> bool:
            """Return whether every field is well formed."""
            ...

        def validate_on_submit(self, extra_validators: Any = None) -> bool:
            """Return whether a posted form is well formed; False before it is posted."""
            ...

    class Field:
        """What our fields use of WTForms' field."""

        id: str
        name: str
        data: Any
        raw_data: list[Any] | None
        meta: Any
        widget: Any

        def __init__(self, label: str = ..., validators: Any = ..., **kwargs: Any) -> None: ...

else:
    from flask_wtf import FlaskForm
    from wtforms import Field


class Form(FlaskForm):
    """Base of every form. Subclasses add fields and `entry()`, which returns plain values.

    `today` is needed by forms with a `DayField`; a prefix keeps ids apart where a page has two
    forms. The hidden `post_key` makes a double click one act: see `web.posts`.
    """

    post_key = HiddenField(default=lambda: secrets.token_urlsafe(16))

    def __init__(self, *, today: date | None = None, **kwargs: Any) -> None:
        meta = {**kwargs.pop("meta", {}), "today": today}
        super().__init__(meta=meta, **kwargs)
        if typed := typed_before({field.name for field in self}):
            self.process(typed.fields, kwargs.get("obj"), kwargs.get("data"))
            self["post_key"].data += f"~{typed.number}"  # which draft goes once this is sent

    @property
    def key(self) -> str:
        """Return the double-post key that came back with the form."""
        return str(self["post_key"].data or "")

    def refuse(self, error: Exception) -> None:
        """Show a rule's refusal where it belongs: at its field, or above the form.

        That somebody may not do it is a refusal for the audit log too.
        """
        if isinstance(error, NotAllowed):
            g.is_forbidden = True
        name = error.field if isinstance(error, BadValue) else ""
        if name and name in self:
            self[name].errors = [*self[name].errors, str(error)]
        else:
            self.form_errors.append(str(error))


class DayField(Field):
    """A date in one text field, as people type it; `data` is a date or None.

    Takes `11/13/2026`, `2026-11-13`, `13 Nov 2026`, `t`, `y`, `-3`. The form gets `today=`.
    """

    widget = TextInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return day_form(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed; an empty field leaves no date."""
        typed = valuelist[0].strip() if valuelist else ""
        if not valuelist:
            return
        self.data = None
        if not typed:
            return
        try:
            self.data = parse_day(typed, self._today())
        except BadDay as error:
            raise ValueError(str(error)) from error

    def _today(self) -> date:
        today = getattr(self.meta, "today", None)
        if not isinstance(today, date):
            raise TypeError("A form with a DayField is made with today=…")
        return today


class Boxes(SelectMultipleField):  # type: ignore[misc]
    """Several choices as checkboxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def choices(pairs: Iterable[tuple[str, str]], blank: str | None = None) -> list[Any]:
    """Return (value, label) pairs as choices of a select; `blank` adds a first, empty one."""
    first = [SelectChoice("", blank)] if blank is not None else []
    return first + [SelectChoice(value, label) for value, label in pairs]


def required(message: str) -> Any:
    """Return a validator for a field that must be filled: "Enter the date received."."""
    return InputRequired(message=message)
