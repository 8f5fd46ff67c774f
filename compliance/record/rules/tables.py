"""What the rows of a table are called where an entry of the log tells of them."""

from collections.abc import Mapping

ROWS: Mapping[str, tuple[str, str]] = {
    "message_attempts": ("try to send", "tries to send"),
    "messages": ("mail", "mail"),
    "people": ("person", "accounts"),
    "person_roles": ("role of a person", "roles of people"),
    "person_standings": ("standing of a person", "standings of people"),
    "placements": ("place of a person", "places of people"),
    "deadlines": ("clock", "clocks"),
    "deadline_spans": ("state of a clock", "states of clocks"),
    "deadline_shapes": ("dates of a clock", "dates of clocks"),
    "former_belongings": ("earlier place of an application", "earlier places of applications"),
    "application_refs": ("application number", "application numbers"),
    "applications": ("application as seen on a day", "applications as seen on a day"),
    "application_imports": ("import", "imports"),
    "import_rows": ("row of an import", "rows of imports"),
    "import_messages": ("remark on an import", "remarks on imports"),
    "kpi_asks": ("figure asked for", "figures asked for"),
    "kpi_values": ("reported figure", "reported figures"),
    "pack_adoptions": ("adoption of a rule pack", "adoptions of rule packs"),
    "provider_restricted": ("restricted value", "restricted values"),
    "responsibilities": ("DOFR row", "DOFR rows"),
    "choices": ("choice of the plan", "choices of the plan"),
    "sign_in_failures": ("wrong try to sign in", "wrong tries to sign in"),
    "holds": ("hold on what goes out", "holds on what goes out"),
    "second_steps": ("second step of a person", "second steps of people"),
    "small_files": ("file", "files"),
    "job_runs": ("run of a job", "runs of jobs"),
    "access_log": ("look at a record", "looks at records"),
    "duty_owners": ("owner of a duty", "owners of duties"),
    "network_members": ("membership in the network", "memberships in the network"),
    "network_places": ("location in the network", "locations in the network"),
}
"""Table -> its rows, one and several; a table that is not here is named as it is."""


def one_row(table: str) -> str:
    """Return what one row is called: "try to send"."""
    return ROWS[table][0] if table in ROWS else table.replace("_", " ")


def several_rows(table: str) -> str:
    """Return what its rows are called: "tries to send"."""
    return ROWS[table][1] if table in ROWS else table.replace("_", " ")
