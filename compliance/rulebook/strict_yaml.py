"""Strict YAML: every scalar stays text except null, true and false.

Under the stock loader `no` is false, `1.10` is 1.1 and `2026-01-01` a date. Here a value means
what it says, and duplicate keys, aliases, anchors, tags and empty values are refused. Parsing is
libyaml's (its events), so hundreds of files take a moment.
"""

from collections.abc import Iterator
from typing import Any

import yaml

from compliance.core.errors import BadPack

DEEPEST = 20
WORDS: dict[str, bool | None] = {"null": None, "true": True, "false": False}
Tree = Any


def parse(text: str, name: str) -> Tree:
    """Return mappings, lists and text of one YAML document.

    Raises:
        BadPack: naming `name`, the line, and what to do.
    """
    events = _events(text, name)
    next(events)  # the stream starts
    if isinstance(next(events), yaml.StreamEndEvent):
        raise BadPack(f"{name} is empty: write the rule into it or remove the file.")
    tree = _built(next(events), events, name, 0)
    next(events)  # the document ends
    if not isinstance(next(events), yaml.StreamEndEvent):
        raise BadPack(f"{name} holds more than one document: keep the first and split the rest.")
    return tree


def _events(text: str, name: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=yaml.CSafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BadPack(f"{name}, line {line}: {error.problem}; mend the YAML there.") from None
    except yaml.YAMLError:
        raise BadPack(f"{name} holds characters YAML does not allow: remove them.") from None


def _built(event: yaml.Event, events: Iterator[yaml.Event], name: str, depth: int) -> Tree:
    _refuse_shortcuts(event, name)
    if depth > DEEPEST:
        raise BadPack(f"{_place(event, name)}: nested too deep; make the file flatter.")
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(events, name, depth + 1)
    if isinstance(event, yaml.SequenceStartEvent):
        return _sequence(events, name, depth + 1)
    return _scalar(event, name)


def _refuse_shortcuts(event: yaml.Event, name: str) -> None:
    if isinstance(event, yaml.AliasEvent):
        raise BadPack(f"{_place(event, name)}: an alias; write the value out.")
    if getattr(event, "anchor", None):
        raise BadPack(f"{_place(event, name)}: an anchor; remove it.")
    if getattr(event, "tag", None):
        raise BadPack(f"{_place(event, name)}: a tag; remove it.")


def _mapping(events: Iterator[yaml.Event], name: str, depth: int) -> dict[str, Tree]:
    found: dict[str, Tree] = {}
    while not isinstance(key_event := next(events), yaml.MappingEndEvent):
        key = _built(key_event, events, name, depth)
        if not isinstance(key, str):
            raise BadPack(f"{_place(key_event, name)}: a key must be text; put it in quotes.")
        if key in found:
            raise BadPack(f"{_place(key_event, name)}: {key} stands twice; keep one of them.")
        found[key] = _built(next(events), events, name, depth)
    return found


def _sequence(events: Iterator[yaml.Event], name: str, depth: int) -> list[Tree]:
    found: list[Tree] = []
    while not isinstance(event := next(events), yaml.SequenceEndEvent):
        found.append(_built(event, events, name, depth))
    return found


def _scalar(event: Any, name: str) -> str | bool | None:
    text: str = event.value
    is_plain = event.style in {None, ""}
    if is_plain and not text:
        raise BadPack(f"{_place(event, name)}: no value; write null, a value or empty quotes.")
    return WORDS[text] if is_plain and text in WORDS else text


def _place(event: yaml.Event, name: str) -> str:
    return f"{name}, line {event.start_mark.line + 1}" if event.start_mark else name
