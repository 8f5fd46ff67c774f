"""`daybook pathway`: which applications a provider needs. Works without an instance."""

from typing import Any

import click

from compliance.contracts.rules.pathways import Pathway, as_document, pathway
from compliance.contracts.rules.rows import SideFound, side_for
from compliance.core.responsibility import COCM
from compliance.core.rulebook import Rulebook
from compliance.looking_back import on_another_day

DEFAULTS_USED = "No instance was used: these are the shipped defaults."
NEEDED = {"yes": "needed", "no": "not needed", "maybe": "to be settled"}


@click.command()
@click.option("--model", type=click.Choice(["pcbh", "cocm"]), required=True)
@click.option("--role", required=True, help="The provider's role, such as LCSW or MD.")
@click.option("--line", help="The line of business, such as commercial_dmhc.")
@click.option("--dofr", type=click.Choice(["medical", "behavioral"]), help="Side of the codes.")
@click.option("--existing", type=click.Choice(["yes", "no"]), help="In the network already?")
@on_another_day
@click.pass_obj
def pathways(door: Any, /, **asked: Any) -> None:
    """Say which applications a provider of ROLE needs, and why."""
    book, is_shipped = door.book()
    _refuse_unknown(asked, book)
    found = pathway(asked["model"], _sides(door, asked), asked["existing"] or "", book)
    if is_shipped:
        click.echo(DEFAULTS_USED, err=True)
    door.emit(as_document(found), _lines(found))


def _refuse_unknown(asked: dict[str, Any], book: Rulebook) -> None:
    asked["role"] = asked["role"].upper()
    if asked["role"] not in book.roles:
        known = ", ".join(book.roles)
        raise click.BadParameter(
            f"{asked['role']} is no role. Known: {known}.", param_hint="--role"
        )
    if asked["line"]:
        asked["line"] = _line_of(asked["line"].lower(), book)


def _line_of(text: str, book: Rulebook) -> str:
    aliased = (code for code, line in book.lines.items() if text in line.aliases)
    code = text if text in book.lines else next(aliased, "")
    if not code:
        known = ", ".join(book.lines)
        raise click.BadParameter(f"{text} is no line. Known: {known}.", param_hint="--line")
    return code


def _sides(door: Any, asked: dict[str, Any]) -> list[SideFound]:
    """Return the side that was given, else what the instance's table says of the line."""
    line = asked["line"] or ""
    if asked["dofr"]:
        return [SideFound(line, asked["dofr"])]
    if not (line and door.has_instance):
        return [SideFound(line, "")]
    from compliance.contracts.queries.rows import responsible

    return [side_for(line, responsible(COCM, [line], door.occasion()))]


def _lines(found: Pathway) -> list[str]:
    return [
        f"{found.title}.",
        f"  To the plan: {NEEDED[found.plan]}. To the MBHO: {NEEDED[found.mbho]}.",
        f"  {found.reason}",
        *(f"  {each.cite}" for each in found.sources),
    ]
