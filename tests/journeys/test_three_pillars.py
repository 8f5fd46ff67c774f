"""From an empty plan: roles decided, duties owned and attested, a meeting and its printed pack."""

import io
from datetime import timedelta

import pytest

from compliance.core.kpis import MBHO
from compliance.core.periods import month_from
from compliance.deadlines.services import sweep
from compliance.eligibility.queries import decided_cells
from compliance.kpis.queries import value
from compliance.wallclock import WallClock, moment_of
from tests.conftest import TODAY, occasion, sign_in
from tests.makers.people import make_person
from tests.makers.rulebook import book
from tests.web.page_client import Page, PageClient

ASSOCIATES = ("ASW", "AMFT", "APCC", "RPA")
LINES = ("commercial_dmhc", "commercial_cdi", "medi_cal", "medicare_advantage", "self_funded")
OCTOBER = month_from("2026-10")
NEXT_DAY = TODAY + timedelta(days=1)


class NextMorning(WallClock):
    """A clock that stands at nine on the day after."""

    def now(self):
        return moment_of(NEXT_DAY, 9)


@pytest.fixture
def desk(app, people):
    """Return a page client for a new person with some roles."""

    def seat(name: str, *roles: str) -> PageClient:
        person = make_person(name, occasion(), *roles)
        return PageClient(sign_in(app.test_client(), person))

    return seat


def sent(page: Page, action: str, **typed: object) -> dict[str, object]:
    return {**page.fields(action), **typed}


def decide(carla: PageClient, role: str) -> None:
    form = carla.get(f"/roles/decide?role={role}")
    typed = {
        "role": role, "lines": [*LINES, "county"], "billing": "supervised", "credentialed": "yes",
        "from_on": "2026-11-24", "decided_by": "Credentialing committee",
        "decided_on": "2026-11-20", "basis": "Policy III.1", "ends_before": "y",
        "evidence": "Minutes, item 4",
        "supervisor": "LCSW, LMFT, LPCC or PSY, credentialed with the plan",
    }  # fmt: skip
    carla.post("/roles/decide", sent(form, "/roles/decide", **typed), 303)


def bring_in_owners(carla: PageClient, email: str) -> Page:
    ids = [each.id for each in book().duties().values()]
    rows = "".join(f"{each},{email},accountable,2026-11-24\n" for each in ids)
    file = (io.BytesIO(f"duty_id,person_email,part,from\n{rows}".encode()), "owners.csv")
    upload = carla.get("/import/owners")
    preview = carla.follow(
        carla.post("/import/owners", sent(upload, "/import/owners", file=file), 303)
    )
    action = next(each for each in preview.all("form") if "confirm" in (each.get("action") or ""))
    place = action.get("action")
    return carla.follow(carla.post(place, sent(preview, place), 303))


def attest(olive: PageClient, ref: str) -> Page:
    place = f"/responsibilities/{ref}"
    olive.post(f"{place}/figures", sent(olive.get(place), f"{place}/figures"), 303)
    form = olive.get(f"{place}/attest")
    return olive.follow(olive.post(f"{place}/attest", sent(form, f"{place}/attest", sure="y"), 303))


def start_series(grace: PageClient, plan: int, partner: int) -> str:
    form = grace.get("/meetings/series/new")
    typed = {
        "cadence": "monthly", "week": "1", "weekday": "3", "from_on": "2026-12-01", "at": "10:00",
        "chair": str(plan), "plan_people": [str(plan)], "mbho_people": [str(partner)],
    }  # fmt: skip
    grace.follow(
        grace.post("/meetings/series/new", sent(form, "/meetings/series/new", **typed), 303)
    )
    return "/meetings/2026-12-03"


@pytest.mark.journey
def test_from_an_empty_plan_to_a_printed_pack(app, desk, monkeypatch):
    carla = desk("Carla Castro", "compliance")
    for role in ASSOCIATES:
        decide(carla, role)
    decided, cells = decided_cells(occasion())
    assert decided == cells
    assert "LCSW, LMFT, LPCC or PSY" in carla.get("/guides/roles").text

    olive = make_person("Olive Oak", occasion(), "owner")
    done = bring_in_owners(carla, olive.email)
    assert "56" in done.text
    page = PageClient(sign_in(app.test_client(), olive))
    assert "Attested" in attest(page, "ADM-07").text

    grace = make_person("Grace Green", occasion(), "meetings")
    hal = make_person("Hal Hill", occasion(), "partner")
    organizer = PageClient(sign_in(app.test_client(), grace))
    partner = PageClient(sign_in(app.test_client(), hal))
    meeting = start_series(organizer, grace.id, hal.id)
    assert "Joint" in organizer.get(meeting).text

    figures = {
        "numerator_R-CR3": "46", "denominator_R-CR3": "50",
        "numerator_R-CR5": "41", "denominator_R-CR5": "48",
    }  # fmt: skip
    home = partner.get("/partner")
    partner.post("/partner/figures", sent(home, "/partner/figures", **figures), 303)
    assert value("R-CR3", MBHO, OCTOBER, occasion()).value == 92

    organizer.post(
        f"{meeting}/pack", sent(organizer.get(f"{meeting}/pack"), f"{meeting}/pack"), 303
    )
    with organizer.client.get(f"{meeting}/pack/1.pdf") as printed:
        assert printed.data.startswith(b"%PDF")

    monkeypatch.setitem(app.extensions["daybook"], "clock", NextMorning())
    sweep(occasion(today=NEXT_DAY))
    look_the_next_day(organizer, carla)


def look_the_next_day(organizer: PageClient, carla: PageClient) -> None:
    today = organizer.get("/")
    assert today.heading == "Wednesday 25 November 2026"
    assert "Meeting pack" in today.text
    assert "Next meeting" in today.text
    assert "Meeting pack" in organizer.get("/alerts").text
    bulleted = len([each for each in book().duties().values() if each.is_bulleted])
    assert f"of {bulleted}" in carla.get("/responsibilities").text
