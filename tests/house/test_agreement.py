"""The four doors to a date agree: the queue, `applications show`, `clock explain`, alerts."""

import csv
import json

import pytest
from click.testing import CliRunner

from compliance.cli import main
from tests.house.demo import TODAY

REFS = ("APP-1062", "APP-1039", "APP-1061", "APP-1042", "APP-1058")
CELLS = {"completeness_notice": "notice", "decision": "decision"}
DATES = ("due_on", "legal_on", "act_by")


def said(*words: str):
    """Return the document that a command prints."""
    done = CliRunner().invoke(main, [*words, "--json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def rows_of(client, address: str) -> list[dict[str, str]]:
    """Return the rows of an export; its first line says which day it shows."""
    return list(csv.DictReader(client.get(address).text.splitlines()[1:]))


@pytest.mark.journey
@pytest.mark.parametrize("ref", REFS)
def test_queue_show_explain_and_alerts_say_the_same_dates(demo, ref):
    clients = [demo.client_of(role) for role in ("compliance", "credentialing", "supervisor")]
    queue = {row["application_ref"]: row for row in rows_of(clients[0], "/applications.csv")}
    alerts = [row for each in clients for row in rows_of(each, "/alerts.csv") if row["ref"] == ref]
    shown = said("--instance", str(demo.folder), "applications", "show", ref)
    clocks = [each for each in shown["clocks"] if each["clock"] in CELLS]
    assert clocks
    for clock in clocks:
        dates = {name: clock[name] for name in DATES}
        cells = {name: queue[ref][f"{CELLS[clock['clock']]}_{name}"] for name in DATES}
        asked = ("clock", "explain", clock["clock"], "--from", clock["from"], "--on", TODAY)
        explained = said(*asked)
        assert dates == cells == {name: explained[name] for name in DATES}
        noun = "Notice" if clock["clock"] == "completeness_notice" else "Decision"
        told = [{name: row[name] for name in DATES} for row in alerts if row["kind"] == noun]
        assert all(each == dates for each in told)
        assert bool(told) == (clock["state"] in ("due_soon", "past_due", "past_legal"))
