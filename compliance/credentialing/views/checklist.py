"""The completeness checklist of an application: its items, and how far it is as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from compliance.credentialing.queries.one import Application
from compliance.credentialing.services.completeness import checklist_for
from compliance.credentialing.views.cells import MODEL_WORDS
from compliance.occasions import Occasion
from compliance.web.filters import day_table


@dataclass(frozen=True)
class Item:
    """One line of a checklist: tone, text, and what stands right of or below it."""

    tone: str
    text: str
    note: str = ""
    sub: str = ""
    href: str = ""


@dataclass(frozen=True)
class Head:
    """How far a checklist is: how many items are there and for whom, and a pill."""

    note: str
    tone: str
    word: str


def checklist_head(found: Application, items: Sequence[Item], today: date) -> Head:
    """Return "11 of 11, for LCSW in PCBH" and "Complete Fri 20 Nov".

    Nothing is counted that nobody reviewed: a file from outside may have declared the day alone.
    """
    story = found.snapshot.story
    needed = [each for each in items if each.tone != "off"]
    there = sum(each.tone == "met" for each in needed)
    program = MODEL_WORDS.get(story.entry.model, "")
    words = (("for", story.entry.role), ("in", program))
    whom = " ".join(f"{before} {word}" for before, word in words if word)
    count = f"{there} of {len(needed)}" if story.is_reviewed else f"{len(needed)} items"
    note = ", ".join(filter(None, (count, whom)))
    if story.completed_on:
        return Head(note, "met", f"Complete {day_table(story.completed_on, today)}")
    if story.missing:
        return Head(note, "wait", f"{len(story.missing)} missing")
    return Head(note, "none", "Not reviewed")


def checklist_items(found: Application, on: Occasion) -> list[Item]:
    """Return every item of the checklist as it stands, those not needed too."""
    story = found.snapshot.story
    today = on.day_seen
    lines = []
    for item in on.book.checklists["completeness"].items_on(story.received_on):
        if item not in checklist_for(story, on):
            lines.append(Item("off", item.title, "not needed"))
        elif item.code in story.missing:
            lines.append(Item("wait", item.title, "missing"))
        elif item.code in story.arrived:
            lines.append(Item("met", item.title, day_table(story.arrived[item.code], today)))
        elif story.is_reviewed:
            lines.append(Item("met", item.title, day_table(story.received_on, today)))
        else:
            lines.append(Item("none", item.title, "not reviewed"))
    return lines
