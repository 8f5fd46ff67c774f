"""Assembly: create_app puts the parts together, top to bottom. Start reading here."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from flask import Flask, current_app, g, redirect, url_for
from werkzeug.utils import import_string
from werkzeug.wrappers import Response

import compliance.models  # noqa: F401  (every table, so that foreign keys find each other)
from compliance.accounts import signin
from compliance.choices.rules import is_demo
from compliance.config import Settings, asset_folder
from compliance.core.states import DEMO_SERVER
from compliance.credentialing.kinds import KINDS as APPLICATION_KINDS
from compliance.db import db, engine_options, prepare_engine
from compliance.deadlines.kinds import register_kinds
from compliance.deadlines.queries.runs import longest_pause, standstill
from compliance.deadlines.views.base import standstill_words
from compliance.directory.queries import mbho_names
from compliance.eligibility.waiting import register_waiting
from compliance.intake.kinds import FileKind, register_file_kinds
from compliance.intake.views.small_files import small_file_door
from compliance.kpis.kinds import FIGURES
from compliance.kpis.sources import register_measures
from compliance.mail import MailWay, mail_way
from compliance.meetings.kinds import KINDS as MEETING_KINDS
from compliance.network.kinds import KINDS as NETWORK_KINDS
from compliance.network.kinds import ROSTER
from compliance.policies.kinds import KINDS as DUTY_KINDS
from compliance.policies.kinds import KPIS, LIVE
from compliance.policies.services.importing import OWNERS
from compliance.policies.sources import register_live
from compliance.setup.story import instance_clock
from compliance.today.queries import Header, Standing, header_facts
from compliance.wallclock import WallClock
from compliance.web import assembly, limits, trail
from compliance.web.access import may_open, public
from compliance.web.navigation import Banner, MenuEntry, Parts, RailCount

BLUEPRINTS: tuple[str, ...] = (
    "compliance.today.views:blueprint",
    "compliance.credentialing.views:blueprint",
    "compliance.credentialing.views:notices_blueprint",
    "compliance.deadlines.views:blueprint",
    "compliance.intake.views:blueprint",
    "compliance.network.views:blueprint",
    "compliance.meetings.views:blueprint",
    "compliance.kpis.views:blueprint",
    "compliance.partners.views:blueprint",
    "compliance.contracts.views:blueprint",
    "compliance.policies.views:blueprint",
    "compliance.eligibility.views:blueprint",
    "compliance.guides.views:blueprint",
    "compliance.record.views:blueprint",
    "compliance.accounts.views:blueprint",
    "compliance.settings.views.holds:blueprint",
    "compliance.settings.views.jobs:blueprint",
    "compliance.settings.views.organizations:blueprint",
    "compliance.settings.views.people:blueprint",
    "compliance.settings.views.retention:blueprint",
    "compliance.settings.views.rules:blueprint",
    "compliance.settings.views.sign_in:blueprint",
    "compliance.setup.views.first_run:blueprint",
    "compliance.setup.views.tasks:blueprint",
    "compliance.setup.views.health:blueprint",
)
MENU: tuple[MenuEntry, ...] = (
    MenuEntry("", "Today", "sun", "today.index", "today.view", key="t", in_tabbar=True),
    MenuEntry("", "For you", "sun", "partners.home", "partner.view", key="t", in_tabbar=True),
    MenuEntry(
        "Work",
        "Applications",
        "id-badge-2",
        "applications.index",
        "applications.view",
        key="a",
        count="applications",
        in_tabbar=True,
    ),
    MenuEntry("Work", "Network", "stethoscope", "network.index", "network.view", key="w"),
    MenuEntry(
        "Work",
        "Meetings",
        "users-group",
        "meetings.index",
        "meetings.view",
        key="m",
        count="meetings",
    ),
    MenuEntry(
        "Work", "Monthly figures", "chart-line", "partners.figures", "partner.view", in_tabbar=True
    ),
    MenuEntry(
        "Work",
        "Applications",
        "id-badge-2",
        "partners.files",
        "partner.view",
        key="a",
        in_tabbar=True,
    ),
    MenuEntry("Policy", "Who pays", "scale", "contracts.index", "contracts.view", key="y"),
    MenuEntry(
        "Policy",
        "Responsibilities",
        "checklist",
        "duties.index",
        "duties.view",
        key="r",
        count="responsibilities",
    ),
    MenuEntry(
        "Policy",
        "Role eligibility",
        "table-options",
        "roles.index",
        "eligibility.view",
        key="e",
    ),
    MenuEntry(
        "Record",
        "Alerts",
        "bell",
        "alerts.index",
        "alerts.view",
        key="l",
        count="alerts",
        in_tabbar=True,
    ),
    MenuEntry("Record", "Audit trail", "history", "record.index", "audit.view", key="u"),
    MenuEntry("Record", "Rules", "book-2", "rules.rule_list", "rules.view", key="b"),
    MenuEntry("foot", "Settings", "settings", "setup.tasks", "settings.view", key="s"),
)
FILE_KINDS: tuple[FileKind, ...] = (ROSTER, OWNERS, FIGURES)
"""Every small kind of file; each gets its pages under /import/<kind>."""
KINDS = (*APPLICATION_KINDS, *NETWORK_KINDS, *DUTY_KINDS, *MEETING_KINDS)
"""Every kind of deadline, feature by feature."""
HANDLERS: Mapping[str, str] = {
    "applications.check": "compliance.intake.services.queued:check",
    "applications.import": "compliance.intake.services.queued:bring_in",
}
"""Kind of queued work -> "module:function" that does it."""
MEASURES: Mapping[str, str] = {
    "R-CR1": "compliance.credentialing.queries.measures:decision_days",
    "R-CR2": "compliance.credentialing.queries.measures:decided_in_time",
    "R-CR3": "compliance.credentialing.queries.measures:notices_in_time",
    "R-CR4": "compliance.credentialing.queries.measures:decision_days",
    "R-CR5": "compliance.credentialing.queries.measures:approvals",
    "R-CR6": "compliance.credentialing.queries.measures:open_files",
    "R-CR7": "compliance.credentialing.queries.measures:approval_gaps",
    "G-POL": "compliance.policies.queries.measures:current_evidence",
    "G-MEET": "compliance.meetings.queries.measures:meetings_held",
    "G-ACT": "compliance.meetings.queries.measures:actions_on_time",
}
"""Id of a figure -> "module:function" that counts it from our own records."""
HEARERS = (
    "compliance.credentialing.jobs:settle_notices",
    "compliance.meetings.jobs:settle_mail",
)
"""What takes in the results of messages, feature by feature."""
FINISHERS: Mapping[str, str] = {
    "invite": "compliance.accounts.invitations:with_link",
    "reset": "compliance.accounts.invitations:with_link",
}
"""Kind of message -> "module:function" that writes in, as it goes out, what is not stored."""
REBUILDERS: Mapping[str, str] = {
    "applications": "compliance.credentialing.services.rebuilding:reproject_all",
    "duties": "compliance.policies.services.settling:refresh",
    "alert_days": "compliance.deadlines.services:look_again",
    "expiry_dates": "compliance.network.services.watching:watch_all",
}
"""Name of a projection -> "module:function" that works it out anew after an upgrade."""
HOME = "accounts.profile"
HELD = "Restored from a backup: nothing goes out until you have looked at what waits."
OTHER_DAYS = frozenset({
    "today.index",
    "record.index", "record.as_csv", "record.as_xlsx", "record.corrections",
    "record.looks", "record.looks_csv", "record.looks_xlsx",
    "organizations.index", "people.people_list",
    "notices.show_paper", "notices.show_notice",
    "rules.rule_list", "rules.one_clock", "rules.one_calendar",
    "applications.index", "applications.as_csv", "applications.as_xlsx", "applications.show",
    "applications.practice", "applications.document", "applications.view_document",
    "network.index", "network.as_csv", "network.as_xlsx", "network.show",
    "contracts.index", "contracts.as_csv", "contracts.as_xlsx", "contracts.show",
    "roles.index", "roles.as_csv", "roles.as_xlsx", "roles.evidence",
    "alerts.index", "alerts.as_csv", "alerts.as_xlsx", "alerts.open_deadline", "alerts.alert_rules",
    "alerts.log_as_csv",
    "kpis.index", "kpis.as_csv", "kpis.as_xlsx", "kpis.show",
    "meetings.index", "meetings.as_csv", "meetings.as_xlsx", "meetings.show", "meetings.kpi",
    "meetings.packs", "meetings.pack_page", "meetings.pack_pdf", "meetings.invite_file",
    "meetings.actions", "meetings.minutes", "meetings.all_actions", "meetings.actions_csv",
    "meetings.actions_xlsx", "meetings.show_action",
    "duties.index", "duties.as_csv", "duties.as_xlsx", "duties.show", "duties.document",
    "duties.readiness", "duties.readiness_csv",
})  # fmt: skip
"""The pages that answer for another day; links among them stay on it."""


def create_app(settings: Settings, clock: WallClock | None = None) -> Flask:
    """Return the web application for one instance. It reads no policy file and migrates nothing."""
    app = Flask(
        "compliance",
        template_folder=str(asset_folder("templates")),
        static_folder="static",
        instance_path=str(settings.instance),
    )
    app.config.from_mapping(_config(settings))
    app.extensions["daybook"] = {
        "settings": settings,
        "clock": clock or instance_clock(settings.instance),
        **_named_work(),
        "late_jobs": _late_jobs,
        "set_up": _set_up,
        "mbhos": mbho_names,
    }
    limits.prepare(app)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    _trust_proxies(app, settings.proxies)
    signin.register(app, settings)
    _add_pages(app)
    register_kinds(KINDS)
    register_measures(MEASURES)
    register_live(LIVE, KPIS)
    parts = Parts(
        menu=MENU,
        counts=_counts,
        banners=_banners,
        plan_name=_plan_name,
        other_days=OTHER_DAYS,
        today=_today,
    )
    assembly.register(app, parts)
    trail.register(app)
    return app


def _named_work() -> dict[str, Any]:
    """Return what lower floors find by name: each "module:function" is loaded when it is needed."""
    return {
        "handlers": dict(HANDLERS),
        "hearers": HEARERS,
        "finishers": dict(FINISHERS),
        "rebuilders": dict(REBUILDERS),
    }


def _config(settings: Settings) -> dict[str, Any]:
    previous = settings.secret_key_previous
    return {
        "SECRET_KEY": settings.secret_key,
        "SECRET_KEY_FALLBACKS": [previous] if previous else [],
        "SQLALCHEMY_DATABASE_URI": settings.database_url,
        "SQLALCHEMY_ENGINE_OPTIONS": engine_options(settings.database_url),
        "TRUSTED_PROXIES": settings.proxies,
        "MAX_CONTENT_LENGTH": settings.max_upload,
    }


def _trust_proxies(app: Flask, number: int) -> None:
    if number:
        from werkzeug.middleware.proxy_fix import ProxyFix

        proxied: Any = ProxyFix(app.wsgi_app, number, number, number, number, number)
        app.wsgi_app = proxied  # type: ignore[method-assign]


def _add_pages(app: Flask) -> None:
    """Add the pages of every feature, and those of every small kind of file."""
    for place in BLUEPRINTS:
        app.register_blueprint(import_string(place))
    register_file_kinds(FILE_KINDS)
    register_waiting(
        "compliance.credentialing.queries.waiting:open_by_role",
        "compliance.credentialing.services.role_answers:heed_role",
    )
    for kind in FILE_KINDS:
        app.register_blueprint(small_file_door(kind))
    _add_home(app)


def _add_home(app: Flask) -> None:
    """Lead the bare address to the home page, unless a feature stands there itself."""
    if any(rule.rule == "/" for rule in app.url_map.iter_rules()):
        return

    @app.get("/")
    @public
    def home() -> Response:
        return redirect(url_for(HOME))


def _header() -> Header:
    """Return the facts of the shell, read once for a request."""
    from compliance.web.door import current_occasion

    if "header" not in g:
        g.header = header_facts(current_occasion())
    return cast(Header, g.header)


def _counts() -> Mapping[str, RailCount]:
    """Return the rail counts of every feature: the worst one of each, read in one statement."""
    header = _header()
    standings = {"applications": header.applications, **header.work}
    counts = {name: _worst(standing) for name, standing in standings.items()}
    counts["alerts"] = RailCount(header.alerts, "over" if header.breaches else "", "open")
    return {name: each for name, each in counts.items() if each.number}


def _worst(standing: Standing) -> RailCount:
    if standing.overdue:
        return RailCount(standing.overdue, "over", "overdue")
    return RailCount(standing.due_soon, "soon", "due within 7 days")


def _late_jobs(now: datetime) -> list[str]:
    from compliance.jobs import TIMETABLE
    from compliance.web.door import current_occasion
    from compliance.work.queries import is_late

    longest = longest_pause(current_occasion())
    return [each.name for each in TIMETABLE if each.is_daily and is_late(each.name, now, longest)]


def _set_up() -> list[Any]:
    from compliance.setup.queries import tasks
    from compliance.web.door import current_occasion

    return list(tasks(current_app.extensions["daybook"]["settings"], current_occasion()))


def _banners() -> tuple[Banner, ...]:
    """Return the strips of every page: sample data, and alerts that have not run."""
    from compliance.web.door import current_occasion

    on = current_occasion()
    banners = []
    if is_demo(on.book.choices):
        banners.append(Banner(_sample_words(), "run", "help-circle"))
    header = _header()
    if still := standstill(header.swept_at, header.set_up_at, on):
        href = url_for("alerts.index") if may_open("alerts.index") else ""
        banners.append(Banner(standstill_words(still), "over", "alert-octagon", href, "See alerts"))
    if header.held_at and may_open("holds.index"):
        banners.append(Banner(HELD, "soon", "alert-triangle", url_for("holds.index"), "Look"))
    return tuple(banners)


def _sample_words() -> str:
    text = "Sample data. Everybody here is invented."
    settings: Settings = current_app.extensions["daybook"]["settings"]
    if mail_way(settings, is_demo=True) is MailWay.DEMO:
        text += f" Mail is kept by {DEMO_SERVER}, a folder, and reaches nobody."
    return text


def _today() -> date:
    from compliance.web.door import current_occasion

    return current_occasion().today


def _plan_name() -> str:
    from compliance.web.door import current_occasion

    return str(current_occasion().book.choice("plan.name", ""))
