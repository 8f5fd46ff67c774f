"""The verbs of the story, each one a service of the desk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from compliance.config import Settings
from compliance.credentialing.queries.one import application_id
from compliance.credentialing.rules.entries import Dates, Entry
from compliance.credentialing.services import completeness, decisions, upkeep
from compliance.credentialing.services.loading import Loaded, load
from compliance.credentialing.services.notices import send_notice
from compliance.credentialing.services.receive import Received, receive_application
from compliance.occasions import Occasion
from compliance.setup.sample.script import Act, File
from compliance.store import keep

LATE = "The committee met a week later than planned."
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass(frozen=True)
class Stage:
    """What an act is played on: the file, the owners' numbers, the settings, the day's shift."""

    file: File
    people: Mapping[str, int]
    settings: Settings
    shift: timedelta


@dataclass(frozen=True)
class Scene:
    """One act with the application it is played on."""

    loaded: Loaded
    act: Act
    stage: Stage
    on: Occasion

    def word(self, place: int) -> str:
        """Return what the script gives the verb at a place, or nothing."""
        return str(self.act.given[place]) if place < len(self.act.given) else ""


def perform(act: Act, stage: Stage, on: Occasion) -> None:
    """Play one act through the service that real work goes through."""
    if act.verb == "receive":
        _receive(act, stage, on)
        return
    _VERBS[act.verb](Scene(load(application_id(act.ref), on), act, stage, on))


def _receive(act: Act, stage: Stage, on: Occasion) -> None:
    file = stage.file
    entry = Entry(
        last_name=file.last_name,
        first_name=file.first_name,
        npi=file.npi,
        role=file.role,
        provider_class=file.provider_class,
        license_number=file.license_number,
        license_state="CA",
        email=file.email,
        contact_email="credentialing@" + file.practice.lower().replace(" ", "") + ".example",
        practice_name=file.practice,
        model=file.model,
        lines=file.lines,
        destination=file.destination,
    )
    channel = str(act.given[0]) if act.given else "mail"
    received = Received(
        entry,
        Dates(received_on=act.day),
        owner_id=stage.people.get(file.owner),
        ref=act.ref,
        channel=channel,
    )
    receive_application(received, on)


def _check(scene: Scene) -> None:
    done = upkeep.CheckDone(scene.word(0), scene.word(1), "verified", scene.act.day)
    upkeep.record_check(scene.loaded, done, scene.on)


def _decide(scene: Scene) -> None:
    decisions.record_decision(scene.loaded, scene.word(0), scene.act.day, scene.on, why=LATE)


def _committee(scene: Scene) -> None:
    meets_on = date.fromisoformat(scene.word(0)) + scene.stage.shift
    decisions.send_to_committee(scene.loaded, meets_on, scene.on)


def _contact(scene: Scene) -> None:
    follow_up_on = scene.act.day + timedelta(days=7)
    upkeep.contact_attempt(scene.loaded, scene.word(0), scene.word(1), follow_up_on, scene.on)


def _document(scene: Scene) -> None:
    item, name = scene.word(0), scene.word(1)
    stored = keep(scene.stage.settings.uploads, PDF + name.encode())
    attached = upkeep.Attached(stored.sha256, name, "application/pdf", stored.size, item)
    upkeep.attach_document(scene.loaded, attached, scene.act.day, scene.on)


def _ends(kind: str) -> Callable[[Scene], None]:
    def end(scene: Scene) -> None:
        decisions.close(scene.loaded, kind, scene.act.day, scene.word(0), scene.on)

    return end


_VERBS: dict[str, Callable[[Scene], object]] = {
    "incomplete": lambda s: send_notice(s.loaded, "incomplete", list(s.act.given[0]), s.on),
    "complete": lambda s: send_notice(s.loaded, "complete", [], s.on),
    "arrive": lambda s: completeness.record_arrival(s.loaded, s.word(0), s.act.day, s.on),
    "check": _check,
    "decide": _decide,
    "committee": _committee,
    "defer": lambda s: decisions.defer(s.loaded, s.act.day, s.word(0), s.on),
    "activate": lambda s: decisions.activate(s.loaded, s.act.day, s.on),
    "withdraw": _ends("withdrawn"),
    "close": _ends("closed"),
    "not_eligible": _ends("not_eligible"),
    "void": _ends("void"),
    "note": lambda s: upkeep.note(s.loaded, s.word(0), s.on),
    "contact": _contact,
    "document": _document,
}
