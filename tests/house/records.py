"""Which record the address of a route names, so that it can be asked for real ones."""

import re
from typing import Any

from tests.house.pages import Page

RECORDS = {  # how an address begins -> the record of a side, or a value that fits any
    "/meetings/actions/<ref>": "action",
    "/meetings/series/<int:number>": "series",
    "/meetings/<ref>/pack/<int:number>": "meeting, 1",
    "/meetings/<ref>/items/<key>": "meeting, quality",
    "/meetings/<ref>/minutes/items/<key>": "meeting, quality",
    "/meetings/<ref>": "meeting",
    "/applications/<ref>/acts/<name>": "application, note",
    "/applications/<ref>/documents/<int:fact_id>": "application, 1",
    "/applications/<ref>/notice/paper/<int:fact_id>": "application, 1",
    "/applications/<ref>/practice/locations/<int:number>": "application, 1",
    "/applications/<ref>": "application",
    "/applications/views/<int:number>": "=1",
    "/applications/import/<int:number>": "=1",
    "/settings/organizations/<key>": "key",
    "/settings/people/<int:person_id>": "number",
    "/settings/rules/<name>": "=decision",
    "/settings/rules/calendars/<name>": "=ca_strict",
    "/settings/rules/<parameter_id>": "=credentialing.decision_days",
    "/alerts/<int:alert_id>": "=1",
    "/alerts/deadlines/<int:deadline_id>": "=1",
    "/notices/<int:message_id>": "=1",
    "/roles/decisions/<int:number>": "=1",
    "/network/<ref>": "=1",
    "/dofr/<int:number>": "=1",
    "/import/<kind>/<int:number>": "=1",
    "/settings/people/tokens/<int:token_id>": "=1",
    "/account/tokens/<int:token_id>": "=1",
    "/settings/retention/holds/<int:number>": "=1",
    "/kpis/<kpi_id>": "=R-CR2",
    "/responsibilities/departments/<code>": "=CRED",
    "/responsibilities/<ref>/evidence/<int:evidence_id>": "=CRED-02, 1",
    "/responsibilities/<ref>/parts/<int:span_id>": "=CRED-02, 1",
    "/responsibilities/<ref>/reasons/<piece>": "=CRED-02, x",
    "/responsibilities/<ref>": "=CRED-02",
}


def address(page: Page, side: Any) -> str:
    """Return the address of a page for the records of one side."""
    path = page.paths[0]
    if "<" not in path:
        return path
    plain = re.sub(r"^/import/\w+/", "/import/<kind>/", path)
    begins = max((each for each in RECORDS if plain.startswith(each)), key=len, default="")
    assert begins, f"{page.endpoint}: say in RECORDS which record fills {path}"
    wanted = RECORDS[begins]
    parts = wanted.lstrip("=").split(", ")
    if not wanted.startswith("="):
        parts[0] = str(getattr(side, parts[0]))
    values = iter(parts)
    return re.sub(r"<[^>]+>", lambda _: next(values), path)
