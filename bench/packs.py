"""F1: a 12-page meeting pack by typst against WeasyPrint: warm and cold, the same content.

Both sides set the same data: cover, agenda, the same SVG charts, tables, both as PDF/UA-1. Warm is
a process that has made one pack before; cold is a process of its own for each, which is how the
product makes them.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from html import escape
from itertools import count
from typing import Any

from bench.result import Result, at_least, in_turns
from compliance.charts.lines import Line, LineChart, chart_file
from compliance.config import asset_folder
from compliance.documents.typeset import FONTS, typeset

STAMP = "~draft~"  # replaced by another number every time, so that no side keeps the answer
WARM, COLD, PAGES, ROUNDS = 8.0, 5.0, 12, 5
AT = datetime(2026, 11, 24, 16, 52, tzinfo=UTC)
MONTHS = ("Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct")
TEMPLATE = asset_folder("templates") / "packs" / "meeting.typ"
SIDE = """
import json, sys, time
%s
for line in sys.stdin:
    began = time.perf_counter()
    made = make(line)
    print(json.dumps([len(made), time.perf_counter() - began]), flush=True)
"""
TYPST = """
from compliance.documents.compiling import compiled
def make(line):
    return compiled(json.loads(line))
"""
PEER_SIDE = """
from weasyprint import HTML
def make(line):
    return HTML(string=json.loads(line)).write_pdf(pdf_variant="pdf/ua-1")
"""
CSS = """@page { size: letter; margin: 20mm; @bottom-left { content: "~draft~"; font-size: 7.5pt }
@bottom-right { content: counter(page) " of " counter(pages); font-size: 7.5pt } }
@font-face { font-family: Inter; src: url("file://%s/inter-latin-400.ttf") }
@font-face { font-family: Inter; font-weight: 700; src: url("file://%s/inter-latin-600.ttf") }
body { font: 9.5pt Inter } section { break-before: page } h1 { font-size: 15pt }
table { width: 100%%; border-collapse: collapse } td, th { border-bottom: 0.5pt solid #c6cdd6;
padding: 5.5pt 6pt; text-align: left } .charts { display: grid; grid-template-columns: 1fr 1fr }"""


def chart(number: int) -> LineChart:
    plan = tuple(float(40 + (number * 7 + at * 3) % 30) for at in range(8))
    partner = tuple(None if at == 7 else value + 6 for at, value in enumerate(plan))
    lines = (Line("Plan", plan), Line("Tern", partner))
    return LineChart(f"c{number}", f"Measure {number}", MONTHS, lines, target=45.0)


def pack() -> dict[str, Any]:
    """Return the data of a pack that fills twelve pages."""
    drawn = [chart(number) for number in range(8)]
    rows = [[f"Item {at}", "What was said about it at length.", "Accepted"] for at in range(24)]
    agenda = [
        {"number": at, "starts": f"10:{at * 4:02}", "title": f"Item {at}", "nothing": "",
         "lead": "Rosa Tamayo", "section": "measures"}
        for at in range(1, 15)
    ]  # fmt: skip
    return {
        "title": "Joint operating meeting", "plan": "Alder Creek Health Plan",
        "between": "Alder Creek Health Plan and Tern Behavioral", "running": "Joint, 3 Dec 2026",
        "name": "Joint operating meeting", "when": "Thursday 3 December 2026", "stamp": STAMP,
        "summary": "One target is missed. One action item is late. One decision is asked for.",
        "agenda": agenda, "asks": [{"number": 5, "text": "A date for the reroute edit"}],
        "people": [{"name": "Plan", "people": "Rosa Tamayo, Dana Whitfield"}],
        "measures_title": "October measures", "measures_note": "Solid: plan. Dashed: Tern.",
        "measures": [
            {"title": each.title, "marks": [{"text": "Plan meets", "tone": "met"}],
             "svg": chart_file(each), "alt": each.description, "says": "Plan inside target."}
            for each in drawn
        ],
        "commentary": f"{STAMP}: ask Tern for the October figures.",
        "actions": [
            {"wording": f"Send file {at}", "owner": "Hal Pruitt", "due": "Wed 18 Nov",
             "tone": "over", "state": "Overdue"}
            for at in range(18)
        ],
        "sections": [
            {"name": f"part{at}", "title": f"Part {at}", "note": "", "empty": "",
             "heads": ["Item", "What was said", "Decision"], "rows": rows}
            for at in range(PAGES - 3)
        ],
    }  # fmt: skip


def table(heads: list[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{escape(each)}</th>" for each in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def page_of(data: dict[str, Any]) -> str:
    """Return the same pack as HTML."""
    agenda = [[e["starts"], f"{e['number']}. {e['title']}", e["lead"]] for e in data["agenda"]]
    charts = "".join(
        f"<div><b>{e['title']}</b> {e['marks'][0]['text']}{e['svg']}{e['says']}</div>"
        for e in data["measures"]
    )
    actions = [[e["wording"], e["owner"], e["due"], e["state"]] for e in data["actions"]]
    parts = "".join(
        f"<section><h1>{e['title']}</h1>{table(e['heads'], e['rows'])}</section>"
        for e in data["sections"]
    )
    return (
        f'<html lang="en"><head><title>{data["title"]}</title><style>{CSS % (FONTS, FONTS)}</style>'
        f"</head><body><h1>{data['name']}</h1><p>{data['when']}</p><p>{data['summary']}</p>"
        f"{table(['Start', 'Item', 'Lead'], agenda)}"
        f"<section><h1>{data['measures_title']}</h1><div class='charts'>{charts}</div>"
        f"<p>{data['commentary']}</p></section>"
        f"<section><h1>Action items</h1>{table(['Item', 'Owner', 'Due', 'State'], actions)}"
        f"</section>{parts}</body></html>"
    )


@contextmanager
def side(code: str, order: str) -> Iterator[Any]:
    """Yield what makes one pack in a process that has made one before."""
    words = [sys.executable, "-c", SIDE % code]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, stdin=pipe, stdout=pipe, text=True) as process:  # noqa: S603
        drafts = count(1)

        def make() -> tuple[int, float]:
            process.stdin.write(order.replace(STAMP, f"Draft {next(drafts)}") + "\n")
            process.stdin.flush()
            size, seconds = json.loads(process.stdout.readline())
            return size, seconds

        make()
        yield make
        process.stdin.close()


def orders() -> tuple[str, str]:
    """Return the same pack as an order for each side."""
    data = pack()
    ours = {
        "template": str(TEMPLATE),
        "fonts": str(FONTS),
        "data": json.dumps(data),
        "timestamp": int(AT.timestamp()),
    }
    return json.dumps(ours), json.dumps(page_of(data))


def cold_peer(order: str) -> None:
    """Make one pack by WeasyPrint in a process of its own."""
    words = [sys.executable, "-c", SIDE % PEER_SIDE]
    subprocess.run(words, input=order + "\n", text=True, check=True, capture_output=True)  # noqa: S603


def pages_of(order: str) -> tuple[int, int]:
    """Return how many pages each side makes of the same content."""
    import typst
    from weasyprint import HTML

    ours = json.loads(order)
    drawn = typst.compile(
        ours["template"],
        font_paths=[ours["fonts"]],
        ignore_system_fonts=True,
        format="png",
        ppi=10.0,
        sys_inputs={"data": ours["data"]},
    )
    theirs = HTML(string=page_of(json.loads(ours["data"]))).render()
    return len(drawn), len(theirs.pages)


def run(full: bool) -> list[Result]:
    """Measure F1, warm and cold."""
    rounds = ROUNDS * (3 if full else 1)
    ours, theirs = orders()
    with side(TYPST, ours) as typst, side(PEER_SIDE, theirs) as peer:
        warm = in_turns({"typst": typst, "peer": peer}, rounds)
    data = pack()
    sides = {"typst": lambda: typeset(TEMPLATE, data, AT), "peer": lambda: cold_peer(theirs)}
    cold = in_turns(sides, rounds)
    pages = "{} and {} pages".format(*pages_of(ours))
    return [
        at_least("F1", f"pack warm, {pages}: {told(warm)}", warm["peer"] / warm["typst"], WARM),
        at_least("F1", f"pack cold, {pages}: {told(cold)}", cold["peer"] / cold["typst"], COLD),
    ]


def told(taken: dict[str, float]) -> str:
    """Return both times in words."""
    return f"{taken['typst'] * 1000:.0f} ms beside WeasyPrint's {taken['peer'] * 1000:.0f} ms"
