"""What stands in a table cell beyond plain text. Data only; `components/tables.html` draws it."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar

from compliance.charts.clocks import ClockCell

Plain = str | int | float | Decimal | date | datetime | None


@dataclass(frozen=True)
class Identity:
    """Who or what the row is, on two lines; the link opens the record."""

    title: str
    sub: str = ""
    href: str | None = None
    kind: ClassVar[str] = "identity"


@dataclass(frozen=True)
class TwoLines:
    """A value with a quieter line below it; `tone` colours the first."""

    main: str
    sub: str = ""
    tone: str = ""
    kind: ClassVar[str] = "two_lines"


@dataclass(frozen=True)
class Status:
    """A status pill: tone, word, icon."""

    word: str
    tone: str = "none"
    icon: str = ""
    kind: ClassVar[str] = "status"


@dataclass(frozen=True)
class Iconed:
    """A word with the icon of its kind: "Notice" with an envelope."""

    word: str
    icon: str
    kind: ClassVar[str] = "iconed"


@dataclass(frozen=True)
class Person:
    """A colleague, shown as initials with the name for readers; `is_named` adds it in short."""

    name: str
    is_named: bool = False
    kind: ClassVar[str] = "person"


@dataclass(frozen=True)
class Link:
    """Text that leads somewhere."""

    text: str
    href: str
    kind: ClassVar[str] = "link"


@dataclass(frozen=True)
class Act:
    """The row's next step: a link to its page, or with `is_post` a button that does it.

    `note` stands above it in a table, on a line of its own.
    """

    label: str
    href: str
    is_post: bool = False
    icon: str = ""
    note: str = ""
    kind: ClassVar[str] = "act"


Cell = Plain | Identity | TwoLines | Status | Iconed | Person | Link | Act | ClockCell
