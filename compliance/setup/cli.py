"""`daybook setup`, `upgrade` and `demo`."""

import sys
from collections.abc import Mapping
from typing import Any

import click

from compliance.accounts.forms import SHORTEST_PASSWORD
from compliance.accounts.queries import has_people
from compliance.accounts.signin import hashed
from compliance.core.errors import BadValue, NotNow
from compliance.db import transaction
from compliance.setup import services
from compliance.setup.rules import FIRST_ROLES, FirstRun, first_roles_said, name_of
from compliance.setup.story import begin_story
from compliance.setup.upgrading import pending, rebuild
from compliance.wallclock import moment_of


@click.command()
@click.option("--plan", required=True, help="Name of the health plan.")
@click.option("--admin-email", required=True, help="Address of the first administrator.")
@click.option("--admin-name", default="", help="Name of the first administrator.")
@click.option("--phone", default="", help="Phone that providers may call.")
@click.option("--email", default="", help="Email that providers may write to.")
@click.option("--mbho", default="", help="Name of the MBHO partner.")
@click.option("--password-stdin", is_flag=True, required=True, help="Read the password there.")
@click.pass_context
def setup(ctx: click.Context, /, **said: Any) -> None:
    """Make the instance: database, rules, plan, first administrator."""
    door: Any = ctx.obj
    password = _password_from_stdin()
    _refuse_second_run(door)
    if door.today:
        begin_story(door.folder, door.today)
    services.upgrade(_opened(door), door.clock.now())
    first = _first_run(said, hashed(password))
    with transaction():
        services.first_run(first, door.occasion())
    document = {"instance": str(door.folder), "plan": said["plan"], "admin": first.email}
    started = f"Ready. Start it with: daybook --instance {door.folder} serve"
    door.emit({**document, "roles": sorted(FIRST_ROLES)}, [first_roles_said(), started])


def _password_from_stdin() -> str:
    password = sys.stdin.readline().rstrip("\n")
    if len(password) < SHORTEST_PASSWORD:
        raise BadValue(f"The password needs {SHORTEST_PASSWORD} characters or more.", "password")
    return password


def _refuse_second_run(door: Any) -> None:
    if not door.has_instance:
        return
    if door.today and not door.is_story:
        raise NotNow(f"{door.folder} keeps real dates already. Name an empty folder for --today.")
    _ = door.app
    if has_people():
        raise NotNow("Daybook is set up already. `daybook people invite` adds somebody.")


def _opened(door: Any) -> Any:
    door.settings.instance.mkdir(parents=True, exist_ok=True, mode=services.PRIVATE)
    _ = door.unchecked_app
    return door.settings


def _first_run(said: Mapping[str, str], password_hash: str) -> FirstRun:
    names = {
        "plan.name": said["plan"],
        "plan.phone": said["phone"],
        "plan.email": said["email"],
        "mbho.name": said["mbho"],
    }
    email = said["admin_email"]
    return FirstRun(names, said["admin_name"] or name_of(email), email, password_hash)


@click.command()
@click.option("--check", is_flag=True, help="Only say what would be done; exit 1 if anything.")
@click.pass_context
def upgrade(ctx: click.Context, *, check: bool) -> None:
    """Back up, migrate, store the rule pack; rebuild what is worked out from it."""
    door: Any = ctx.obj
    settings = _opened(door)
    if check:
        before = pending()
        door.emit(before.as_document(), before.lines)
        ctx.exit(1 if before.is_anything else 0)
    done = services.upgrade(settings, door.clock.now())
    rebuilt = None
    if done.before.is_anything and not done.before.is_new:
        rebuilt = rebuild(door.app.extensions["daybook"]["rebuilders"], door.occasion)
    document = {**done.before.as_document(), "backup": done.backup, "rebuilt": rebuilt}
    kept = [f"Backup: {done.backup}"] if done.backup else []
    door.emit(document, [*done.before.lines, *kept, "The database is up to date."])


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-jobs", is_flag=True, help="Leave the timetable out.")
@click.option("--no-serve", is_flag=True, help="Only fill the instance.")
@click.pass_obj
def demo(door: Any, host: str, port: int, *, no_jobs: bool, no_serve: bool) -> None:
    """Fill an empty folder with the sample plan and serve it."""
    if door.has_instance:
        raise NotNow(f"{door.folder} holds an instance already. Name an empty folder.")
    from compliance.setup import sample

    door.listens = (host, port)  # before the story is played: its mails lead to these pages
    begin_story(door.folder, door.today or sample.STORY_DAY)
    services.upgrade(_opened(door), moment_of(sample.first_day(door.clock.today()), 6))
    played = sample.play(door.app)
    door.emit(played, played["lines"])
    if not no_serve:
        door.serve(with_jobs=not no_jobs)
