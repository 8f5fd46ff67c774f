"""Folding the facts of a meeting into what it is on a day."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from compliance.core.facts import Fact, happened_by, standing
from compliance.meetings.rules.agenda import Item, Mailed, Meeting, Minuted, Pack, Said


def meeting_from(
    number: int, ref: str, facts: Iterable[Fact], as_of: date | None, known_at: datetime | None
) -> Meeting | None:
    """Return the meeting as seen on a day, None where it had not been planned."""
    found: Meeting | None = None
    for fact in happened_by(standing(facts, known_at), as_of):
        if fact.kind == "meeting_planned":
            found = replace(_planned(number, ref, fact.payload), planned_on=fact.happened_on)
        elif found is not None:
            found = _STEPS[fact.kind](found, fact)
        if found is not None:
            latest = max(found.latest_fact_id, fact.id)
            changed_at = max(found.changed_at or fact.recorded_at, fact.recorded_at)
            found = replace(found, latest_fact_id=latest, changed_at=changed_at)
    return found


def _planned(number: int, ref: str, said: Mapping[str, Any]) -> Meeting:
    return Meeting(
        id=number,
        ref=ref,
        series_id=said["series_id"],
        day=date.fromisoformat(said["day"]),
        at=time.fromisoformat(said["at"]),
        minutes=said["minutes"],
        place=said["place"],
        items=tuple(Item(**each) for each in said["items"]),
    )


def _moved(was: Meeting, fact: Fact) -> Meeting:
    said = fact.payload
    return replace(
        was,
        day=date.fromisoformat(said["day"]),
        at=time.fromisoformat(said["at"]),
        place=said.get("place", was.place),
        moved_why=fact.why,
        sequence=was.sequence + 1,
    )


def _cancelled(was: Meeting, fact: Fact) -> Meeting:
    return replace(was, is_cancelled=True, cancelled_why=fact.why, sequence=was.sequence + 1)


def _restored(was: Meeting, _fact: Fact) -> Meeting:
    return replace(was, is_cancelled=False, cancelled_why="", sequence=was.sequence + 1)


def _added(was: Meeting, fact: Fact) -> Meeting:
    return replace(was, items=(*was.items, Item(**fact.payload)))


def _removed(was: Meeting, fact: Fact) -> Meeting:
    kept = tuple(each for each in was.items if each.key != fact.payload["key"])
    return replace(was, items=kept)


def _changed(was: Meeting, fact: Fact) -> Meeting:
    key = fact.payload["key"]
    items = (replace(each, **fact.payload) if each.key == key else each for each in was.items)
    return replace(was, items=tuple(items))


def _ordered(was: Meeting, fact: Fact) -> Meeting:
    place = {key: at for at, key in enumerate(fact.payload["order"])}
    items = sorted(was.items, key=lambda each: place.get(each.key, len(place)))
    return replace(was, items=tuple(items))


def _commented(was: Meeting, fact: Fact) -> Meeting:
    return replace(was, commentary=_said(fact))


def _said(fact: Fact) -> Said:
    return Said(fact.payload["text"], fact.person_id, fact.recorded_at)


def _attended(was: Meeting, fact: Fact) -> Meeting:
    there = {int(each): word for each, word in fact.payload["attendance"].items()}
    return replace(was, attendance=there, guests=fact.payload["guests"])


def _minuted(was: Meeting, fact: Fact) -> Meeting:
    said = dict(fact.payload)
    return replace(was, minuted={**was.minuted, said.pop("key"): Minuted(**said)})


def _closed(was: Meeting, fact: Fact) -> Meeting:
    return replace(was, closed_on=fact.happened_on, closed_by=fact.person_id)


def _amended(was: Meeting, fact: Fact) -> Meeting:
    return replace(was, addenda=(*was.addenda, _said(fact)))


def _packed(was: Meeting, fact: Fact) -> Meeting:
    said = fact.payload
    pack = Pack(
        said["number"],
        said["sha256"],
        said["data_sha256"],
        said["size"],
        datetime.fromisoformat(said["figures_at"]),
        fact.person_id,
        said["is_final"],
    )
    return replace(was, packs=(*was.packs, pack))


def _mailed(was: Meeting, fact: Fact) -> Meeting:
    said = fact.payload
    mailed = Mailed(said["kind"], tuple(said["messages"]), fact.recorded_at, said["sequence"])
    return replace(was, mailed=(*was.mailed, mailed))


def _taken_back(was: Meeting, fact: Fact) -> Meeting:
    gone = set(fact.payload["messages"])
    mailed = (
        replace(each, is_taken_back=True) if gone & set(each.messages) else each
        for each in was.mailed
    )
    return replace(was, mailed=tuple(mailed))


def _settled(was: Meeting, fact: Fact) -> Meeting:
    """Take in what became of one mail; the first accepted mail of a pack sends the pack."""
    said = fact.payload
    number, state = said["message_id"], said["state"]
    mailed = tuple(
        _answered(each, number, said) if number in each.messages else each for each in was.mailed
    )
    is_sent = said["kind"] == "meeting_pack" and state == "sent" and was.sent_on is None
    return replace(was, mailed=mailed, sent_on=fact.happened_on if is_sent else was.sent_on)


def _answered(mailed: Mailed, number: int, said: Mapping[str, Any]) -> Mailed:
    states = {**mailed.states, number: said["state"]}
    at = datetime.fromisoformat(said["at"]) if said["state"] == "sent" else mailed.accepted_at
    return replace(mailed, states=states, accepted_at=at)


_STEPS: Mapping[str, Callable[[Meeting, Fact], Meeting]] = {
    "meeting_moved": _moved,
    "meeting_cancelled": _cancelled,
    "meeting_restored": _restored,
    "item_added": _added,
    "item_removed": _removed,
    "item_changed": _changed,
    "items_ordered": _ordered,
    "commented": _commented,
    "attended": _attended,
    "item_minuted": _minuted,
    "minutes_closed": _closed,
    "minutes_amended": _amended,
    "pack_made": _packed,
    "mail_queued": _mailed,
    "mail_taken_back": _taken_back,
    "mail_settled": _settled,
}
