"""Looking at another day: the form that pins one, the address of a page on it, a file's words."""

from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

from compliance.core.dates import day_full
from compliance.core.errors import BadValue
from compliance.occasions import Occasion, refuse_future
from compliance.web.addresses import DAY_KEYS, PAGE_KEYS
from compliance.web.forms import DayField, Form, required

DAY = "seen_on"


class LookBackForm(Form):
    """Which day to look at. Comes by the address, since it changes nothing."""

    seen_on = DayField("Day", validators=[required("Enter the day to look at.")])

    def entry(self, today: date) -> date:
        """Return the day.

        Raises:
            BadValue: a day that has not come yet.
        """
        day: date = self[DAY].data
        try:
            refuse_future(today, seen_on=day)
        except BadValue as error:
            raise BadValue(str(error), DAY) from error
        return day


def seen_on(target: str, day: date | None) -> str:
    """Return the address of a page as of a day, as known on that day; None leads back to today.

    A place in a list belongs to the day it was reached on and is left out.
    """
    parts = urlsplit(target)
    left_out = (*DAY_KEYS, *PAGE_KEYS)
    pairs = [pair for pair in parse_qsl(parts.query) if pair[0] not in left_out]
    pairs += [(name, day.isoformat()) for name in DAY_KEYS] if day else []
    return f"{parts.path}?{urlencode(pairs)}" if pairs else parts.path


def as_of_line(what: str, on: Occasion) -> str:
    """Return the first line of a file: what it shows, of which day, as known on which day."""
    known = on.known_on or on.today
    return f"{what} as of {day_full(on.day_seen)}, as known on {day_full(known)}"
