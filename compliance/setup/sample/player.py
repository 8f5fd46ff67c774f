"""Playing the story: each day its acts in office hours, the sweep at six, the mail after each act.

The clock is handed in for every act, so that what was recorded on a day says so.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from typing import Any

from compliance.accounts.services import NewPerson, invite_person, seed_roles
from compliance.accounts.signin import hashed
from compliance.audit.jobs import check_log
from compliance.choices.rules import DEMO
from compliance.choices.services import NewChoice, choose
from compliance.config import Settings
from compliance.credentialing.jobs import settle_notices
from compliance.db import transaction
from compliance.deadlines.jobs import deliver, sweep
from compliance.directory.services import (
    Address,
    OrganizationValues,
    PracticeValues,
    add_location,
    name_organization,
    place_practices,
)
from compliance.doors import Door
from compliance.meetings.jobs import settle_mail
from compliance.occasions import SYSTEM, Actor, Moment, Occasion, occasion_at
from compliance.setup.sample.chapters import Cast, Scene, scenes
from compliance.setup.sample.script import Act, acts, files, story, story_day
from compliance.setup.sample.verbs import Stage, perform
from compliance.setup.services import name_plan
from compliance.wallclock import WallClock, moment_of
from compliance.work.services import Ran, record_run

DEMO_PASSWORD = "alder-creek-demo"  # noqa: S105  (printed for everybody by `make demo`)
STORY_DAY = story_day()
DAYS_BEFORE = timedelta(days=30)
NEVER = datetime.min.replace(tzinfo=UTC)
DayDone = Callable[[date], None]


@dataclass(frozen=True)
class StillClock(WallClock):
    """A clock that stands at one moment of the story."""

    at: datetime = NEVER

    def now(self) -> datetime:
        """Return the moment at which the story is."""
        return self.at


def play(app: Any, day_done: DayDone | None = None) -> dict[str, Any]:
    """Play the whole story into an empty instance and return its sign-ins.

    `day_done` is called after each day, for tests that ask about the past later.
    """
    parts = app.extensions["daybook"]
    settings, today = parts["settings"], parts["clock"].today()
    shift = today - story_day()
    told = acts(shift)
    cast = _begin(settings, first_day(today))
    by_day = {day: list(found) for day, found in groupby(told, key=lambda act: act.day)}
    further = scenes(shift)
    day = min([told[0].day, *further])
    while day <= today:
        if day == today:
            check_log(Door(settings, StillClock(at=moment_of(day, 4))))
        _play_day(day, by_day.get(day, []), cast, shift)
        _play_further(day, further.get(day, []), cast)
        if day_done:
            day_done(day)
        day += timedelta(days=1)
    _add_addresses(today)
    return _played()


def first_day(today: date) -> date:
    """Return the day on which the plan starts, a month before its first application."""
    return acts(today - story_day())[0].day - DAYS_BEFORE


def _begin(settings: Settings, day: date) -> Cast:
    """Write the plan and its people."""
    told = story()
    at = moment_of(day, 9)
    chosen = {
        "plan.name": told["plan"]["name"],
        "plan.phone": told["plan"]["phone"],
        "plan.email": told["plan"]["email"],
        "mbho.name": told["mbho"]["name"],
    }
    with transaction():
        choose(NewChoice(DEMO, "yes", day), at)
        on = occasion_at(SYSTEM, Moment(at, day))
        name_plan(chosen, day, on)
        _name_groups(told, day, on)
        seed_roles()
        secret = hashed(DEMO_PASSWORD)  # everybody's: a hash of their own would cost 0.1 s each
        people: dict[str, int] = {}
        for each in told["people"]:
            boss = people.get(each.get("supervisor", ""))
            people[each["key"]] = _person(each, boss, secret, on)
    names = {each["key"]: each["name"] for each in told["people"]}
    roles = {each["key"]: frozenset(each["roles"]) for each in told["people"]}
    sides = {each["key"]: each.get("organization", "") for each in told["people"]}
    return Cast(people, names, roles, settings, sides)


def _name_groups(told: Mapping[str, Any], day: date, on: Occasion) -> None:
    """Write the partner's short name and the medical groups."""
    mbho = OrganizationValues("mbho", told["mbho"]["name"], told["mbho"]["short_name"])
    name_organization("mbho", mbho, day, on)
    for each in told["groups"]:
        group = OrganizationValues("medical_group", each["name"], phone=each["phone"])
        name_organization(each["key"], group, day, on)


def _add_addresses(day: date) -> None:
    """Write where some of the practices see people."""
    given = story()["addresses"]
    on = occasion_at(SYSTEM, Moment(moment_of(day, 16), day))
    with transaction():
        numbers = place_practices([PracticeValues(name) for name, *_ in given], on)
        for number, (_, line, city, county, zip_code) in zip(numbers, given, strict=True):
            if number:
                add_location(number, Address(line, city, "CA", zip_code, county), day, on)


def _person(each: Any, supervisor_id: int | None, secret: str, on: Any) -> int:
    new = NewPerson(
        name=each["name"],
        email=f"{each['key']}@aldercreek.example",
        roles=frozenset(each["roles"]),
        department=each["department"],
        supervisor_id=supervisor_id,
        password_hash=secret,
        organization=each.get("organization", ""),
    )
    return invite_person(new, on).id


def _play_day(day: date, todo: list[Act], cast: Cast, shift: timedelta) -> None:
    _jobs(moment_of(day, 6), cast)
    known = files()
    for at, act in enumerate(todo):
        moment = moment_of(day, 9 + at // 12, at % 12 * 5)
        file = known[act.ref]
        who = file.owner or "mei"
        actor = Actor(cast.people[who], cast.names[who], frozenset({"credentialing"}))
        with transaction():
            on = occasion_at(actor, Moment(moment, day))
            perform(act, Stage(file, cast.people, cast.settings, shift), on)
        _send(moment + timedelta(minutes=4), cast)
    _send(moment_of(day, 17), cast)


def _play_further(day: date, scenes: Sequence[Scene], cast: Cast) -> None:
    """Play what the other pillars do that day, in the afternoon, each in its own transaction."""
    for at, scene in enumerate(scenes):
        with transaction():
            on = occasion_at(
                cast.actor(scene.who), Moment(moment_of(day, 13 + at // 60, at % 60), day)
            )
            scene.do(cast, on)
    if scenes:
        _send(moment_of(day, 18), cast)


def _jobs(at: datetime, cast: Cast) -> None:
    """Run the morning's jobs as the timetable would, with their entry in the log of runs."""
    door = Door(cast.settings, StillClock(at=at))
    result = sweep(door)
    with transaction():
        record_run(Ran("sweep", at, at, result))
    deliver(door)


def _send(at: datetime, cast: Cast) -> None:
    door = Door(cast.settings, StillClock(at=at))
    deliver(door)
    settle_notices(door)
    settle_mail(door)


def _played() -> dict[str, Any]:
    signs = [
        {"role": ", ".join(each["roles"]), "email": f"{each['key']}@aldercreek.example"}
        for each in story()["people"]
    ]
    lines = ["The sample plan is ready. Sign in with the password " + DEMO_PASSWORD + ":"]
    lines += [f"  {each['email']:36} {each['role']}" for each in signs]
    return {"password": DEMO_PASSWORD, "sign_ins": signs, "lines": lines}
