"""What was typed when the session had ended: kept for its person, offered after signing in.

Passwords, codes and restricted values are never kept, nor files; hidden fields belong to the page.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, current_app, g, has_request_context, request
from flask import session as browser
from flask_login import current_user
from sqlalchemy import delete, select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from compliance.db import changed_rows, session, transaction
from compliance.web.models import Draft
from compliance.web.tokens import bearer_token

View = TypeVar("View", bound=Callable[..., Any])
NEVER = re.compile(
    r"password|token|code$|secret|csrf|post_key|^seen$|birth|ssn|social|race|ethnic|npdb|disclos"
    r"|deliberat",
    re.IGNORECASE,
)
WAITING = "drafts"
ASKED = "draft"
LONGEST_PAGE, LONGEST_TEXT, MOST_OFFERED, KEPT_DAYS = 500, 20_000, 5, 7


def keeps_no_draft(*names: str) -> Callable[[View], View]:
    """Return a decorator for a view whose forms may hold what must not be kept.

    With `names` only those addresses of the view whose `name` is one of them.
    """

    def mark(view: View) -> View:
        cast(Any, view).keeps_no_draft = frozenset(names)
        return view

    return mark


def register(app: Flask) -> None:
    """Let a draft go once its form of `app` was sent."""
    app.after_request(_let_go_when_sent)


def keep_draft(person_id: int, now: datetime) -> str | None:
    """Keep what was sent for a person whose session has ended; return the page it belongs to.

    None where nothing may be kept, or where no page shows the form again.
    """
    page, fields = _page_of_form(), _keepable()
    if page is None or not fields or len(page) > LONGEST_PAGE or _is_never_kept():
        return None
    if sum(len(each) for values in fields.values() for each in values) > LONGEST_TEXT:
        return None
    with transaction():
        _forget(person_id, page)
        session().add(Draft(person_id=person_id, page=page, fields=fields, kept_at=now))
    return page


def _keepable() -> dict[str, list[str]]:
    return {name: values for name, values in request.form.lists() if not NEVER.search(name)}


def _is_never_kept() -> bool:
    view = current_app.view_functions.get(request.endpoint or "")
    names = cast("frozenset[str] | None", getattr(view, "keeps_no_draft", None))
    return names is not None and (not names or (request.view_args or {}).get("name") in names)


def _page_of_form() -> str | None:
    """Return the page that shows the form: the address itself, else the page that sent it."""
    asked, sent_from = request.full_path.rstrip("?"), urlsplit(request.referrer or "")
    own = f"{sent_from.path}?{sent_from.query}".rstrip("?")
    pages = [own] if sent_from.netloc == request.host else []
    if not pages or sent_from.path == request.path:
        pages = [*pages, asked]
    return next((each for each in pages if _is_page(each)), None)


def _is_page(address: str) -> bool:
    adapter = current_app.create_url_adapter(request)
    try:
        return adapter is not None and adapter.test(urlsplit(address).path, "GET")
    except HTTPException:
        return False


def remember_drafts(person_id: int) -> None:
    """Note in the session which pages have a draft of the person, the latest few."""
    query = select(Draft.page, Draft.id).where(Draft.person_id == person_id)
    latest = session().execute(query.order_by(Draft.id.desc()).limit(MOST_OFFERED))
    browser.pop(WAITING, None)
    if found := dict(latest.all()):
        browser[WAITING] = found


def draft_here() -> int | None:
    """Return the number of the draft that this page may offer; None for none."""
    waiting: Mapping[str, int] = browser.get(WAITING, {})
    if request.method != "GET" or not waiting or ASKED in request.args:
        return None
    return waiting.get(request.full_path.rstrip("?"))


def with_draft(number: int) -> str:
    """Return the address of this page with the draft filled in."""
    query = [*request.args.items(multi=True), (ASKED, str(number))]
    return f"{request.path}?{urlencode(query)}"


def typed_before(names: set[str]) -> MultiDict[str, str] | None:
    """Return the draft that the address asks for, for the form that has all of its fields."""
    if not has_request_context():
        return None
    number = request.args.get(ASKED, "")
    if request.method != "GET" or not number.isdecimal() or not current_user.is_authenticated:
        return None
    fields = _fields_of(int(number), current_user.id)
    if not fields or not set(fields) <= names:
        return None
    return MultiDict([(name, each) for name, values in fields.items() for each in values])


def _fields_of(number: int, person_id: int) -> Mapping[str, list[str]]:
    if "draft_fields" not in g:
        mine = (Draft.id == number, Draft.person_id == person_id)
        g.draft_fields = session().scalar(select(Draft.fields).where(*mine)) or {}
    return cast(Mapping[str, list[str]], g.draft_fields)


def discard(number: int, person_id: int) -> None:
    """Forget one draft of a person; one that is gone is no error."""
    session().execute(delete(Draft).where(Draft.id == number, Draft.person_id == person_id))
    _offer_no_more(number)


def _offer_no_more(number: int) -> None:
    left = {page: each for page, each in browser.get(WAITING, {}).items() if each != number}
    browser[WAITING] = left


def _forget(person_id: int, page: str) -> None:
    session().execute(delete(Draft).where(Draft.person_id == person_id, Draft.page == page))


def forget_old(now: datetime) -> int:
    """Delete drafts older than a week and return how many there were."""
    old = delete(Draft).where(Draft.kept_at < now - timedelta(days=KEPT_DAYS))
    return changed_rows(session().execute(old))


def _let_go_when_sent(response: Response) -> Response:
    """Forget the draft of a form that was sent and led on."""
    has_led_on = request.method == "POST" and response.status_code in (302, 303)
    if not has_led_on or bearer_token() is not None or not browser.get(WAITING):
        return response
    if not current_user.is_authenticated:
        return response
    sent_from = urlsplit(request.referrer or "").path
    for page, number in list(browser[WAITING].items()):
        if urlsplit(page).path in (request.path, sent_from):
            with transaction():
                discard(number, current_user.id)
    return response
