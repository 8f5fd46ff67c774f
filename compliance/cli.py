"""The command `daybook`: a table of command groups, each imported when it is asked for.

Only click is imported at the top, so that `daybook --help` answers in milliseconds. Commands get
a `Door` in `ctx.obj`: the opened app, the day and the output style.
"""

import importlib
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from compliance import __version__
from compliance.called import remembered, tell_log
from compliance.core import errors

if TYPE_CHECKING:
    from flask import Flask

    from compliance.config import Settings
    from compliance.core.rulebook import Rulebook
    from compliance.occasions import Occasion
    from compliance.wallclock import WallClock

COMMANDS: dict[str, tuple[str, str]] = {
    "applications": ("compliance.intake.cli.applications:applications", "Import, list, rebuild."),
    "audit": ("compliance.record.cli:audit", "Verify the log of every act; list looks."),
    "backup": ("compliance.setup.vault.cli:backup", "Write the whole instance into one file."),
    "clock": ("compliance.rulebook.cli:clock", "List the clocks; explain one from a date."),
    "deadlines": ("compliance.deadlines.cli:deadlines", "Sweep for alerts, deliver them."),
    "demo": ("compliance.setup.cli:demo", "Fill a new instance with the sample plan."),
    "eligibility": ("compliance.eligibility.cli:eligibility", "Say what a role may do on a line."),
    "jobs": ("compliance.cli:jobs", "Run the timetable in this process."),
    "keys": ("compliance.setup.vault.keys:keys", "Change the keys that the instance keeps."),
    "kpis": ("compliance.kpis.cli:kpis", "Report the figures of a month; load values."),
    "mail": ("compliance.outbox.cli:mail", "Test the mail server, read a delivery report."),
    "providers": ("compliance.network.cli:providers", "Import the roster; list the network."),
    "pathway": ("compliance.contracts.cli:pathways", "Which applications a provider needs."),
    "owners": ("compliance.policies.cli:owners", "Bring in who owns what."),
    "meetings": ("compliance.meetings.cli:meetings", "List meetings; write packs and invitations."),
    "people": (
        "compliance.accounts.cli:people",
        "List, invite, deactivate people; reset a second step.",
    ),
    "policy": ("compliance.policies.cli:policy", "List and show the responsibilities."),
    "release": ("compliance.setup.vault.cli:release", "Let out what a restore holds back."),
    "restore": ("compliance.setup.vault.cli:restore", "Bring a backup into an empty instance."),
    "serve": ("compliance.cli:serve", "Serve the pages and run the jobs."),
    "setup": ("compliance.setup.cli:setup", "First run: database, plan, administrator."),
    "upgrade": ("compliance.setup.cli:upgrade", "Back up, migrate, store the rules, rebuild."),
}
EXIT_CODES: tuple[tuple[type[Exception], int], ...] = (
    (errors.BadFile, 1),
    (errors.BadValue, 2),
    (errors.BadPack, 4),
    (errors.Environment, 4),
    (errors.ComplianceError, 3),
    (OSError, 4),
)
REFUSED = 3
ANYWHERE = """`--today` and `--json` may also stand after the name of a command.

Exit: 0 done; 1 refusals or findings; 2 wrong usage; 3 refused; 4 the machine or its settings."""


class Door:
    """What commands are handed: the instance, opened when first asked for, day and output."""

    def __init__(self, ctx: click.Context, instance: Path | None) -> None:
        self._ctx = ctx
        self._instance = instance
        self.today: date | None = None
        self.as_of: date | None = None
        self.known_on: date | None = None
        self.json = False
        self._is_told = False
        self._seen_from: date | None = None
        self.listens: tuple[str, int] = ("127.0.0.1", 5000)

    @cached_property
    def settings(self) -> "Settings":
        """Return the settings of this process; makes the instance's secrets where missing."""
        from compliance.config import address_of, from_environment

        return from_environment(instance=self._instance, served_at=address_of(*self.listens))

    @cached_property
    def app(self) -> "Flask":
        """Return the opened app, its context held until the command ends.

        Raises:
            Environment: no instance there, or its database is older or newer than this Daybook.
        """
        from compliance.setup.versions import check_database

        if not self.has_instance:
            raise errors.Environment(
                f"There is no Daybook instance in {self.folder}. Run `daybook setup` to make one "
                "with its first account; or `daybook upgrade`, then `daybook serve` to set it up "
                "in the browser; or name the folder of one with --instance."
            )
        app = self.unchecked_app
        check_database()
        return app

    @cached_property
    def unchecked_app(self) -> "Flask":
        """Return the app on a database that may be missing or old, for setup and upgrade."""
        from compliance.app import create_app

        app = create_app(self.settings, self.clock)
        self._ctx.with_resource(app.app_context())
        return app

    @cached_property
    def folder(self) -> Path:
        """Return the folder of the instance, whether or not it exists. Makes nothing."""
        from compliance.setup.story import instance_folder

        return instance_folder(self._instance)

    @property
    def has_instance(self) -> bool:
        """Return whether an instance was set up here. Makes nothing."""
        from compliance.setup.story import is_instance

        return is_instance(self.folder)

    @property
    def is_story(self) -> bool:
        """Return whether the instance was made with another today."""
        from compliance.setup.story import is_story

        return is_story(self.folder)

    @property
    def clock(self) -> "WallClock":
        """Return the instance's clock; in a story `--today` moves it."""
        from compliance.setup.story import instance_clock
        from compliance.wallclock import shift_to

        if self.today and self.is_story:
            return shift_to(self.today)
        return instance_clock(self.folder)

    def occasion(self, today: date | None = None) -> "Occasion":
        """Return the occasion of a command: the system acts, on `today`, `--today` or now.

        A command that reads looks at `--as-of`, as known on `--known-on`.
        """
        from compliance.occasions import SYSTEM, Moment, occasion_at

        self.app  # noqa: B018  (opens the database)
        clock = self.clock
        day = today or self.today or clock.today()
        if self.as_of and not self.known_on and not self._is_told:
            click.echo(f"As of {self.as_of}, as known on {day}.", err=True)
            self._is_told = True
        self._seen_from = day
        return occasion_at(SYSTEM, Moment(clock.now(), day, self.as_of, self.known_on))

    def writing(self, today: date | None = None) -> "Occasion":
        """Return the occasion of a command that writes.

        Raises:
            NotNow: `--today` outside an instance that was made with another today.
        """
        if self.today and not self.is_story:
            raise errors.NotNow(
                f"--today {self.today} serves reads and previews here: this instance keeps real "
                "dates. Leave --today out, or use an instance made with `setup --today`."
            )
        return self.occasion(today)

    def book(self) -> "tuple[Rulebook, bool]":
        """Return the rulebook and whether it is the shipped one, there being no instance."""
        if self.has_instance:
            return self.occasion().book, False
        from compliance.config import asset_folder
        from compliance.rulebook.seeds import read_policies

        return read_policies(asset_folder("policies")), True

    def emit(self, document: Any, lines: str | Iterable[str]) -> None:
        """Print the result: with `--json` one document, else the lines for people.

        An object names the days that a command of another day has looked at; a list stays one.
        """
        if self.json:
            if isinstance(document, dict) and self._seen_from and (self.as_of or self.known_on):
                days = {"as_of": self.as_of, "known_on": self.known_on}
                asked = {name: day or self._seen_from for name, day in days.items()}
                document = {**document, **asked}
            click.echo(json.dumps(document, default=_plain, ensure_ascii=False, indent=2))
            return
        for line in [lines] if isinstance(lines, str) else lines:
            click.echo(line)

    def serve(self, *, with_jobs: bool) -> None:
        """Serve the pages until stopped, the jobs beside them unless left out."""
        from compliance.config import address_of
        from compliance.setup.serving import Serving, first_address, run, worker_count
        from compliance.web.logs import write_lines

        app, (host, port) = self.app, self.listens
        write_lines()
        address = address_of(host, port)
        if first := first_address(self.settings, address):
            click.echo(f"Nobody has an account yet. Set Daybook up at {first}", err=True)
        else:
            click.echo(f"Daybook answers at {address}", err=True)
        beside = _jobs_module().start_beside if with_jobs else None
        run(app, Serving(host, port, beside, worker_count(self.settings.database_url)))


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    return list(value) if isinstance(value, set | frozenset | tuple | Iterator) else str(value)


class LazyGroup(click.Group):
    """The commands of the table; each is imported when it is called for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of that name, or None for an unknown one."""
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return remembered(command)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table from its own words, so that no group is imported for it."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take `--today` and `--json` wherever they stand."""
        return super().parse_args(ctx, list(hoisted(args)))

    def invoke(self, ctx: click.Context) -> None:
        """Run a command; a refusal becomes one sentence on stderr and its exit code."""
        try:
            super().invoke(ctx)
            tell_log(ctx)
        except BrokenPipeError:
            raise
        except Exception as error:
            code = exit_code(error)
            if code is None:
                raise
            click.echo(f"Error: {getattr(error, 'orig', None) or error}", err=True)
            if code == REFUSED:
                tell_log(ctx, is_refused=True)
            ctx.exit(code)


def hoisted(args: Sequence[str]) -> list[str]:
    """Return the arguments with `--json` and `--today D` moved to the front, up to `--`."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(args)
    for word in words:
        if word == "--":
            return [*front, *rest, word, *words]
        if word == "--today":
            front += [word, *(next_word for next_word in [next(words, None)] if next_word)]
        else:
            (front if word == "--json" or word.startswith("--today=") else rest).append(word)
    return [*front, *rest]


def exit_code(error: Exception) -> int | None:
    """Return the exit code of a foreseen error, or None for a defect."""
    for kind, code in EXIT_CODES:
        if isinstance(error, kind):
            return code
    database = sys.modules.get("sqlalchemy.exc")
    if database is None:
        return None
    is_broken = type(error) is database.DatabaseError  # such as a file that is no database
    return 4 if is_broken or isinstance(error, database.OperationalError) else None


def _day(_ctx: click.Context, _param: click.Parameter, text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.BadParameter(f"{text} is not a date. Use YYYY-MM-DD.") from None


@click.group(cls=LazyGroup, epilog=ANYWHERE)
@click.version_option(__version__, prog_name="daybook", message="%(prog)s %(version)s")
@click.option("--instance", type=click.Path(path_type=Path), help="Folder (DAYBOOK_INSTANCE).")
@click.option("--today", callback=_day, metavar="YYYY-MM-DD", help="Act or look as on this day.")
@click.option("--json", "as_json", is_flag=True, help="One JSON document on stdout.")
@click.pass_context
def main(ctx: click.Context, instance: Path | None, today: date | None, *, as_json: bool) -> None:
    """Daybook: credentialing clocks, duties and proof for a health plan."""
    ctx.obj = Door(ctx, instance)
    ctx.obj.today, ctx.obj.json = today, as_json


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--no-jobs", is_flag=True, help="Leave the timetable to another process.")
@click.pass_obj
def serve(door: Door, host: str, port: int, *, no_jobs: bool) -> None:
    """Serve the pages, and run the jobs beside them."""
    door.listens = (host, port)
    door.serve(with_jobs=not no_jobs)


@click.command()
@click.pass_obj
def jobs(door: Door) -> None:
    """Run the timetable in this process until it is stopped."""
    from compliance.web.logs import write_lines

    app = door.app
    write_lines()
    _jobs_module().run(app)


def _jobs_module() -> Any:
    return importlib.import_module("compliance.jobs")


if __name__ == "__main__":
    main()
