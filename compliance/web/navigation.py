"""The shell's data: menu, counts, banners and the person, handed in when the app is assembled."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from urllib.parse import urlsplit

from flask import Flask, current_app, request, url_for
from flask_login import current_user

from compliance.core.permissions import READING
from compliance.web.access import may, may_open, stated_access
from compliance.web.addresses import looks_back
from compliance.web.filters import initials
from compliance.web.offers import Offer, offers_here
from compliance.web.preferences import Preferences, preferences
from compliance.web.sessions import seconds_left

LOOK_BACK = "web.look_back"


@dataclass(frozen=True)
class MenuEntry:
    """One item of the rail.

    Args:
        group: heading it stands under; "" for the top, "foot" for the bottom.
        label, icon, endpoint, permission: what it says, and who sees it.
        key: letter after `g`; "" for none.
        count: name of its rail count.
        in_tabbar: stands in the bottom bar of narrow screens.
    """

    group: str
    label: str
    icon: str
    endpoint: str
    permission: str
    key: str = ""
    count: str | None = None
    in_tabbar: bool = False


@dataclass(frozen=True)
class RailCount:
    """A count beside an item, its worst one: tone over, soon or plain; `word` for readers."""

    number: int
    tone: str = ""
    word: str = ""


@dataclass(frozen=True)
class Banner:
    """A strip under the top bar: "Alerts have not run since …", "Sample data"."""

    text: str
    tone: str = "soon"
    icon: str = "alert-triangle"
    href: str = ""
    link: str = ""


@dataclass(frozen=True)
class Item:
    """A menu entry as this page shows it."""

    entry: MenuEntry
    href: str
    is_current: bool
    count: RailCount | None


@dataclass(frozen=True)
class Parts:
    """What the app hands in. `counts` reads every rail count in one statement."""

    menu: Sequence[MenuEntry]
    counts: Callable[[], Mapping[str, RailCount]] = dict
    banners: Callable[[], Sequence[Banner]] = tuple
    plan_name: Callable[[], str] = str
    today: Callable[[], date] | None = None
    search_path: str = "/applications"
    home_path: str = "/"
    other_days: Collection[str] = ()


def register(app: Flask, parts: Parts) -> None:
    """Give every page its `shell`. Called after the blueprints are registered.

    Raises:
        LookupError: a menu entry names an endpoint that does not exist.
    """
    for entry in parts.menu:
        if entry.endpoint not in app.view_functions:
            raise LookupError(f"Menu entry {entry.label} leads to {entry.endpoint}: no such view.")
    app.extensions["daybook.shell"] = parts
    app.extensions["daybook.read_only"] = {*parts.other_days, *_read_only(app)} - {LOOK_BACK}
    app.context_processor(lambda: {"shell": Shell(parts)})
    app.jinja_env.globals["may"] = may
    app.jinja_env.globals["may_open"] = may_open


def _read_only(app: Flask) -> set[str]:
    """Return the endpoints that take no posts and whose permission is one of reading."""
    posted = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    views = app.view_functions.items()
    return {name for name, view in views if stated_access(view) in READING} - posted


class Shell:
    """What the layouts ask for; nothing is worked out before it is asked."""

    def __init__(self, parts: Parts, *, is_bare: bool = False) -> None:
        self._parts = parts
        self._is_bare = is_bare

    def prepared(self) -> "Shell":
        """Return this shell with everything worked out that could still fail."""
        _ = (self.plan_name, self.items if self.is_signed_in else (), self.banners)
        return self

    @cached_property
    def likes(self) -> Preferences:
        """Return theme, density and keys of this browser."""
        return preferences()

    @cached_property
    def items(self) -> list[Item]:
        """Return the entries this person may see, the current one marked.

        Counts tell what is to be done now, so there are none while another day is looked at.
        """
        seen = [entry for entry in self._parts.menu if may(entry.permission)]
        counted = not looks_back() and any(entry.count for entry in seen)
        counts = self._parts.counts() if counted else {}
        paths = {entry.endpoint: url_for(entry.endpoint) for entry in seen}
        current = current_path(request.path, [urlsplit(path).path for path in paths.values()])
        return [
            Item(
                entry,
                paths[entry.endpoint],
                urlsplit(paths[entry.endpoint]).path == current,
                counts.get(entry.count or ""),
            )
            for entry in seen
        ]

    @property
    def groups(self) -> list[tuple[str, list[Item]]]:
        """Return the items under their headings, in the order of the menu."""
        names = dict.fromkeys(item.entry.group for item in self.items)
        return [(name, [item for item in self.items if item.entry.group == name]) for name in names]

    @property
    def tabbar(self) -> list[Item]:
        """Return the items of the bottom bar."""
        return [item for item in self.items if item.entry.in_tabbar]

    @cached_property
    def banners(self) -> Sequence[Banner]:
        """Return the strips that stand on every page now."""
        return self._parts.banners() if self.is_signed_in else ()

    @property
    def is_signed_in(self) -> bool:
        """Return whether somebody is signed in; a bare shell knows nobody."""
        return not self._is_bare and bool(current_user.is_authenticated)

    @property
    def session_seconds(self) -> tuple[int, int]:
        """Return the seconds left without a page, and in all, by which scripts warn."""
        return seconds_left()

    @property
    def drafts(self) -> list[Offer]:
        """Return what was typed here before a session ended, the latest first."""
        return offers_here() if self.is_signed_in else []

    @property
    def name(self) -> str:
        """Return the person's name, the address where there is none."""
        return str(getattr(current_user, "name", "") or getattr(current_user, "email", ""))

    @property
    def initials(self) -> str:
        """Return the letters of the avatar."""
        return initials(self.name) or "?"

    @property
    def person_key(self) -> str:
        """Return what tells this person's kept details from another's in the same browser."""
        return str(getattr(current_user, "id", ""))

    @cached_property
    def plan_name(self) -> str:
        """Return the plan's name, empty before set-up."""
        return "" if self._is_bare else self._parts.plan_name()

    @property
    def today(self) -> date | None:
        """Return the instance's present day, by which scripts read `t` and `y`."""
        return self._parts.today() if self._parts.today and not self._is_bare else None

    @property
    def search_path(self) -> str:
        """Return where the search box leads."""
        return self._parts.search_path

    @property
    def home_path(self) -> str:
        """Return where the name of the product leads."""
        return self._parts.home_path

    @property
    def return_path(self) -> str:
        """Return where an act of the shell leads back to: this page, else home."""
        is_here = request.method == "GET" and request.full_path.isprintable()
        return request.full_path if is_here else self.home_path

    @property
    def shows_past(self) -> bool:
        """Return whether this page answers for another day, or is refused there as an act."""
        endpoint = request.endpoint or ""
        view = current_app.view_functions.get(endpoint)
        access = stated_access(view) if view else None
        return endpoint in self._parts.other_days or access not in {*READING, "public"}

    @property
    def past_path(self) -> str:
        """Return which page to show on another day: this one where it is read, else the first."""
        if request.endpoint in current_app.extensions["daybook.read_only"]:
            return self.return_path
        return self.items[0].href if self.items else self.home_path

    def link_to(self, endpoint: str) -> str | None:
        """Return the address of an endpoint, or None while its feature is not there."""
        return url_for(endpoint) if endpoint in current_app.view_functions else None


def current_path(asked: str, paths: Sequence[str]) -> str | None:
    """Return the menu path that `asked` lies under: the longest, the root only for itself."""
    under = [
        path
        for path in paths
        if asked == path or (path != "/" and asked.startswith(path.rstrip("/") + "/"))
    ]
    return max(under, key=len, default=None)
