"""A small app with every component, so that the web floor is tested without any feature."""

from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace

from flask import Flask, flash, render_template, request
from flask_login import LoginManager, UserMixin
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, DictLoader, FileSystemLoader
from wtforms import BooleanField, FileField, RadioField, SelectField, StringField, TextAreaField

from compliance.charts.clock_lines import ClockLine, ClockMark
from compliance.charts.clocks import ClockCell
from compliance.config import PACKAGE, asset_folder
from compliance.core.errors import NotAllowed, NotNow
from compliance.core.states import CLOCK_WORDS, ClockState
from compliance.web import assembly
from compliance.web.access import permission, public
from compliance.web.cells import Act, Iconed, Identity, Person, Status, TwoLines
from compliance.web.forms import DayField, Form, choices, required
from compliance.web.listings import BulkAct, Empty, Filter, Group, Listing, Tab, read_sort
from compliance.web.navigation import Banner, MenuEntry, Parts, RailCount
from compliance.web.paging import Page, Total
from compliance.web.tables import Column, Table
from tests.web.toy_templates import TEMPLATES

TODAY = date(2026, 11, 24)


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    received_on: date
    clock: ClockCell


ROWS = (
    Row(
        1039,
        "Tobias Renquist",
        date(2026, 9, 15),
        ClockCell("over", "4 days overdue", "Fri 20 Nov", 64, 60),
    ),
    Row(
        1061,
        "Nguyễn Thị Mai",
        date(2026, 11, 16),
        ClockCell(
            "run",
            "3 days left",
            "Fri 27 Nov",
            4,
            9,
            7,
            "Office closed that day. Act by Wed 25 Nov.",
        ),
    ),
    Row(
        1063,
        "Ann & <b>Bo</b>",
        date(2026, 11, 17),
        ClockCell("met", "Met, day 3", "18 Sep", 3, 7, done=True),
    ),
)

TABLE: Table[Row] = Table(
    "applications",
    (
        Column("number", "Number", lambda row: row.id, is_on_page=False),
        Column(
            "applicant",
            "Applicant",
            lambda row: row.name,
            lambda row: Identity(row.name, f"APP-{row.id}", f"/record?id={row.id}"),
            sort="name",
        ),
        Column("received_on", "Received", lambda row: row.received_on, sort="received"),
        Column("clock", "Decision", lambda row: row.clock.main, lambda row: row.clock),
        Column("stage", "Stage", lambda row: "New", lambda row: Status("New", "none", "inbox")),
        Column("kind", "Kind", None, lambda row: Iconed("Notice", "mail")),
        Column("due", "Due", None, lambda row: TwoLines("1 day left", "Wed 25 Nov", "soon")),
        Column(
            "owner", "Owner", lambda row: "Dana Whitfield", lambda row: Person("Dana Whitfield")
        ),
        Column("count", "Pages", lambda row: row.id * 10, numeric=True),
        Column(
            "next",
            "Next step",
            None,
            lambda row: Act("Send notice", "/form", is_post=row.id == 1061),
        ),
    ),
)


class EveryField(Form):
    received_on = DayField(
        "Date received",
        [required("Enter the date received")],
        description="For example, 11/13/2026",
    )
    npi = StringField("NPI", [required("Enter the NPI")], description="10 digits")
    model = SelectField("Model", choices=choices([("p", "PCBH"), ("c", "CoCM")], "Choose"))
    note = TextAreaField("Note")
    urgent = BooleanField("Tell the supervisor")
    how = RadioField(
        "How it came",
        [required("Choose how it came")],
        choices=choices([("p", "Portal"), ("m", "Mail")]),
    )
    file = FileField("Document")


class Dana(UserMixin):
    id = 7
    name = "Dana Whitfield"
    roles = ("credentialing",)


MENU = (
    MenuEntry("", "Today", "sun", "today", "today.view", "t", in_tabbar=True),
    MenuEntry(
        "Work",
        "Applications",
        "id-badge-2",
        "applications",
        "applications.view",
        "a",
        "apps",
        in_tabbar=True,
    ),
    MenuEntry("foot", "People", "users", "people", "people.manage"),
)


def listing(rows: tuple[Row, ...] = ROWS) -> Listing[Row]:
    sort, falls = read_sort(request.args.get("sort"), ("name", "received"))
    return Listing(
        TABLE,
        Page(rows, next={"after": "abc", "start": "51"}, last={"last": "1"}) if rows else Page(()),
        TODAY,
        "applications",
        Total(1000, is_capped=True) if rows else Total(0),
        tabs=(
            Tab("All open", "/applications", True, 13),
            Tab("Overdue", "?view=overdue", count=2, tone="over"),
        ),
        filters=(
            Filter("owner", "Owner", (("7", "Dana Whitfield"),), anyone="anyone", many=False),
            Filter(
                "model",
                "Model",
                (("p", "PCBH"), ("c", "CoCM")),
                tuple(request.args.getlist("model")),
            ),
        ),
        save="#save-view",
        bulk=(
            BulkAct("Send notice", "/bulk/notice", "mail", "n", "../form"),
            BulkAct("Assign", "/bulk/assign"),
        ),
        search="Filter by name",
        row_id=lambda row: row.id,
        row_name=lambda row: f"APP-{row.id}",
        sort=sort,
        is_descending=falls,
        default_sort="Soonest clock",
        files=(("CSV", "/applications.csv"), ("Excel", "/applications.xlsx")),
        empty=Empty(
            "No application matches",
            "You filtered by Owner.",
            (Act("Clear filters", "/applications"),),
        ),
    )


def record_parts() -> dict[str, object]:
    marks = (
        ClockMark(0, "Complete Fri 20 Nov", "start"),
        ClockMark(4, "Today, day 4", "today", strong=True),
        ClockMark(60, "Limit Tue 19 Jan", "limit"),
    )
    event = SimpleNamespace(
        day=TODAY, title="Received.", text="Portal.", look="key", note="Recorded"
    )
    source = SimpleNamespace(
        cite="H&S Code § 1374.197",
        url="https://example.org/law",
        checked_on=TODAY,
        confidence="C",
        assumed=None,
    )
    step = SimpleNamespace(label="+ 7 days", text="Calendar days", is_sum=False)
    return {
        "word": CLOCK_WORDS[ClockState.RUNNING],
        "line": ClockLine("run", 4, 60, marks),
        "steps": [step],
        "events": [event],
        "sources": [source],
        "items": [
            SimpleNamespace(tone="met", text="W-9", note="20 Nov"),
            SimpleNamespace(tone="off", text="Supervisor"),
        ],
        "today": TODAY,
        "act": Act("Record check", "/form"),
    }


def toy_app() -> Flask:
    app = Flask("toy", static_folder=str(PACKAGE / "static"))
    app.config.update(SECRET_KEY="toy", TESTING=True, PROPAGATE_EXCEPTIONS=False)
    app.jinja_loader = ChoiceLoader(
        [DictLoader(TEMPLATES), FileSystemLoader(asset_folder("templates"))]
    )  # type: ignore[assignment]
    CSRFProtect(app)
    LoginManager(app).request_loader(lambda asked: None if asked.args.get("anon") else Dana())
    for path, view in PAGES.items():
        endpoint = {"/": "today", "/login": "security.login"}.get(path, path.strip("/"))
        app.add_url_rule(path, endpoint, view, methods=["GET", "POST"])
    counts = {"apps": RailCount(2, "over", "overdue")}
    banners = (Banner("Sample data", "run", "flask", "/settings", "Remove"),)
    parts = Parts(MENU, lambda: counts, lambda: banners, lambda: "Alder Creek", lambda: TODAY)
    assembly.register(app, parts)
    return app


def _form() -> str:
    form = EveryField(today=TODAY)
    if form.validate_on_submit():
        flash("Saved.", "success")
    return render_template("toy_form.html", form=form)


def _refuse() -> str:
    raise NotNow("The application was decided on Mon 23 Nov 2026.")


def _forbid() -> str:
    raise NotAllowed("Only Joel may.")


PAGES = {
    "/": permission("today.view")(lambda: render_template("toy_list.html", l=_grouped())),
    "/applications": permission("applications.view")(
        lambda: render_template("toy_list.html", l=listing())
    ),
    "/empty": permission("applications.view")(
        lambda: render_template("toy_list.html", l=listing(()))
    ),
    "/form": permission("applications.view")(_form),
    "/record": permission("applications.view")(
        lambda: render_template("toy_record.html", **record_parts())
    ),
    "/people": permission("people.manage")(lambda: "people"),
    "/login": public(lambda: render_template("toy_plain.html", form=EveryField(today=TODAY))),
    "/refuse": public(_refuse),
    "/forbid": public(_forbid),
    "/break": public(lambda: str(1 // 0)),
}


def _grouped() -> Listing[Row]:
    groups = (Group("Overdue", ROWS[:1], "over"), Group("Today", ROWS[1:]))
    return Listing(TABLE, Page(()), TODAY, "items", groups=groups, css="q")
