"""What was typed and not sent when a session ended: kept for its person, by page and form.

Kept is what was sent too late, and what a page sends by itself shortly before the end. Passwords,
codes and restricted values are never kept, nor files; hidden fields belong to the page.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast
from urllib.parse import parse_qsl, urlencode, urlsplit

from flask import Flask, Response, current_app, g, request
from flask_login import current_user
from sqlalchemy import ColumnElement, delete, or_, select
from werkzeug.exceptions import HTTPException

from compliance.core.dates import day_full
from compliance.db import changed_rows, session, transaction
from compliance.web.filters import pacific_day
from compliance.web.models import Draft, PostKey
from compliance.web.tokens import bearer_token

View = TypeVar("View", bound=Callable[..., Any])
NEVER = re.compile(
    r"password|token|code$|secret|csrf|post_key|^seen$|birth|ssn|social|race|ethnic|npdb|disclos"
    r"|deliberat|^draft_form$",
    re.IGNORECASE,
)
KEEPER = "web.keep_typed"
FORM = "draft_form"
KEY = "post_key"
KEPT_UNTIL = "Daybook-Kept-Until"
ASKED = "draft"
LONGEST_PAGE, LONGEST_TEXT, LONGEST_NUMBER = 500, 20_000, 9
KEPT_DAYS, MOST_KEPT = 7, 20


@dataclass(frozen=True)
class Typed:
    """What was typed into one copy of a form, and the page that shows that form."""

    page: str
    form: str
    fields: Mapping[str, list[str]]


def keeps_no_draft(*names: str) -> Callable[[View], View]:
    """Return a decorator for a view whose forms may hold what must not be kept.

    With `names` only those addresses of the view whose `name` is one of them.
    """

    def mark(view: View) -> View:
        cast(Any, view).keeps_no_draft = frozenset(names)
        return view

    return mark


def register(app: Flask) -> None:
    """Let a draft go once its form of `app` was sent; say in an answer what was kept."""
    app.after_request(_let_go_when_sent)
    app.after_request(_say_until_when)


def keep_draft(person_id: int, now: datetime) -> str | None:
    """Keep what the request holds as a draft of the person; return the page it belongs to.

    What was kept of the same copy of the form goes. None where nothing may be kept, where no page
    shows the form again, or where the form was sent in the meantime.
    """
    typed = _typed()
    if typed is None:
        return None
    with transaction():
        _forget(_of_form(person_id, {typed.form}), Draft.page == typed.page)
        if not typed.fields or _was_sent(person_id, typed.form):
            return None
        session().add(
            Draft(
                person_id=person_id,
                page=typed.page,
                form=typed.form,
                fields=typed.fields,
                kept_at=now,
            )
        )
        _forget_all_but_latest(person_id)
    g.draft_kept_at = now
    return typed.page


def last_day(kept_at: datetime) -> str:
    """Return the day until which a draft is kept, in words."""
    return day_full(pacific_day(kept_at + timedelta(days=KEPT_DAYS)))


def _typed() -> Typed | None:
    page, form = _page_of_form(), _key_of_form()
    if page is None or len(page) > LONGEST_PAGE or len(form) > LONGEST_PAGE or _is_never_kept():
        return None
    fields = {name: values for name, values in request.form.lists() if not NEVER.search(name)}
    if sum(len(each) for values in fields.values() for each in values) > LONGEST_TEXT:
        return None
    return Typed(page, form, fields)


def _key_of_form() -> str:
    """Return what tells this copy of the form from others: its post key, else its address."""
    return next(iter(_keys_sent()), _address_of_form())


def _keys_sent() -> list[str]:
    return [each for name, each in request.form.items() if name.endswith(KEY) and each]


def _address_of_form() -> str:
    return request.form.get(FORM, "") if request.endpoint == KEEPER else request.path


def _is_never_kept() -> bool:
    endpoint, arguments = request.endpoint, cast(Mapping[str, Any], request.view_args or {})
    if endpoint == KEEPER:
        endpoint, arguments = _match(_address_of_form(), "POST")
    view = current_app.view_functions.get(endpoint or "")
    names = cast("frozenset[str] | None", getattr(view, "keeps_no_draft", None))
    is_marked = names is not None and (not names or arguments.get("name") in names)
    return view is None or is_marked


def _page_of_form() -> str | None:
    """Return the page that shows the form: the address itself, else the page that sent it."""
    asked, sent_from = request.full_path, urlsplit(request.referrer or "")
    own = f"{sent_from.path}?{sent_from.query}"
    pages = [own] if sent_from.netloc == request.host else []
    if not pages or sent_from.path == request.path:
        pages = [*pages, asked]
    found = next((each for each in pages if _match(urlsplit(each).path, "GET")[0]), None)
    return None if found is None else bare_page(found)


def bare_page(address: str) -> str:
    """Return a page's address, written in one way and without the drafts it was filled from."""
    parts = urlsplit(address)
    query = [each for each in parse_qsl(parts.query, keep_blank_values=True) if each[0] != ASKED]
    return f"{parts.path}?{urlencode(query)}" if query else parts.path


def _match(path: str, method: str) -> tuple[str | None, Mapping[str, Any]]:
    """Return endpoint and arguments of an address of ours; None for one that is none."""
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter.match(path, method) if adapter else (None, {})
    except HTTPException:
        return None, {}


def _of_form(person_id: int, keys: set[str]) -> ColumnElement[bool]:
    """Return what picks the drafts of a form: of its copies, and those that filled them."""
    filled = [int(last) for key in keys if (last := key.rpartition("~")[2]) and _is_number(last)]
    return (Draft.person_id == person_id) & or_(Draft.form.in_(keys), Draft.id.in_(filled))


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) <= LONGEST_NUMBER


def numbers_in(text: str) -> list[int]:
    """Return the numbers of drafts in a text like `12,15`; what is none is left out."""
    return [int(each) for each in text.split(",") if _is_number(each)]


def _was_sent(person_id: int, key: str) -> bool:
    """Return whether the form was sent while this was on its way."""
    sent = select(PostKey.key).where(PostKey.key == key, PostKey.person_id == person_id)
    return session().scalar(sent) is not None


def _forget(*which: ColumnElement[bool]) -> None:
    session().execute(delete(Draft).where(*which))


def _forget_all_but_latest(person_id: int) -> None:
    mine = select(Draft.id).where(Draft.person_id == person_id).order_by(Draft.id.desc())
    session().flush()
    if old := list(session().scalars(mine.offset(MOST_KEPT))):
        _forget(Draft.id.in_(old))


def discard(numbers: list[int], person_id: int) -> None:
    """Forget some drafts of a person; one that is gone is no error."""
    _forget(Draft.id.in_(numbers), Draft.person_id == person_id)


def forget_old(now: datetime) -> int:
    """Delete drafts older than a week and return how many there were."""
    old = delete(Draft).where(Draft.kept_at < now - timedelta(days=KEPT_DAYS))
    return changed_rows(session().execute(old))


def _let_go_when_sent(response: Response) -> Response:
    """Forget the drafts of a form that was sent and led on."""
    has_led_on = response.status_code in (302, 303) or "HX-Redirect" in response.headers
    if request.method != "POST" or not has_led_on or bearer_token() is not None:
        return response
    view = current_app.view_functions.get(request.endpoint or "")
    if getattr(view, "is_public", False) or not current_user.is_authenticated:
        return response
    sent = _of_form(current_user.id, {*_keys_sent(), request.path})
    if found := list(session().scalars(select(Draft.id).where(sent))):
        with transaction():
            discard(found, current_user.id)
    return response


def _say_until_when(response: Response) -> Response:
    if "draft_kept_at" in g:
        response.headers[KEPT_UNTIL] = last_day(g.draft_kept_at)
    return response
