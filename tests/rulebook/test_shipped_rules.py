"""The rules as shipped: the rule table of the domain notes is all here, dated and cited."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from compliance.core.errors import NoValueInForce
from compliance.core.papers import MERGE_FIELDS
from compliance.core.rulebook import Parameter
from tests.makers.rulebook import book

RULE_TABLE = {  # rule id: value, unit, first day where the table gives one
    "CA-BH-DECIDE-60": (60, "calendar days", date(2023, 1, 1)),
    "CA-BH-NOTICE-7BD": (7, "business days", date(2023, 1, 1)),
    "POLICY-NOTICE-7CAL": (7, "calendar days", date(2023, 1, 1)),
    "CA-GEN-NOTICE-10BD": (10, "business days", date(2026, 1, 1)),
    "CA-GEN-DECIDE-90": (90, "calendar days", date(2026, 1, 1)),
    "CA-GEN-ACTIVATE-10": (10, "calendar days", date(2026, 1, 1)),
    "CA-GEN-PROVISIONAL-120": (120, "calendar days", date(2026, 1, 1)),
    "CA-CAQH-FORM": ("required", "none", date(2028, 1, 1)),
    "CA-CAQH-CLARIFY-10BD": (10, "business days", date(2028, 1, 1)),
    "CA-BHI-REIMBURSE": ("required", "none", date(2025, 7, 1)),
    "NCQA-PSV-120": (120, "calendar days", date(2025, 7, 1)),
    "NCQA-PSV-180": (180, "calendar days", None),
    "NCQA-CVO-PSV-90": (90, "calendar days", date(2025, 7, 1)),
    "NCQA-NOTIFY-30": (30, "calendar days", date(2025, 7, 1)),
    "NCQA-RECRED-36": (36, "months", None),
    "NCQA-RECRED-LATE-30": (30, "calendar days", None),
    "NCQA-MONITOR-30": (30, "calendar days", date(2025, 7, 1)),
    "DHCS-SCREEN-120": (120, "calendar days", None),
    "CMS-RECRED-36": (3, "years", None),
    "OIG-MONTHLY": (1, "months", None),
    "BBS-REG-YEARLY": (1, "years", None),
    "BBS-REG-6Y": (6, "years", None),
    "BOP-RPA-72": (72, "months", None),
}
CLOCKS_OF_THE_CONTRACT = [
    "completeness_notice",
    "decision",
    "general_notice",
    "general_decision",
    "second_notice",
    "activation",
    "provisional",
    "decision_letter",
    "clarification",
    "verification_window",
    "recredentialing",
]
ROLES = [
    "MD",
    "DO",
    "NP",
    "PA",
    "PMHNP",
    "PSY",
    "LCSW",
    "LMFT",
    "LPCC",
    "LEP",
    "BCBA",
    "ASW",
    "AMFT",
    "APCC",
    "RPA",
    "REGPSY",
    "SUDC",
    "RBT",
    "PEER",
    "CHW",
    "COACH",
    "BHCM",
    "TRAINEE",
    "FACILITY",
]
EVERY_PARAMETER = [pytest.param(each, id=each.id) for each in book().parameters.values()]


def dated_rules() -> set[tuple[str, object, str, date]]:
    return {
        (each.rule_on(first), value, each.unit, first)
        for each in book().parameters.values()
        for first, value in each.values.items()
    }


@pytest.mark.parametrize("rule", RULE_TABLE)
def test_every_row_of_the_rule_table_is_here(rule: str) -> None:
    value, unit, first = RULE_TABLE[rule]
    found = {row[1:] for row in dated_rules() if row[0] == rule}
    assert any(row[:2] == (value, unit) and first in {None, row[2]} for row in found), found


@pytest.mark.parametrize("parameter", EVERY_PARAMETER)
def test_every_parameter_is_cited_and_waits_for_the_plan(parameter: Parameter) -> None:
    assert parameter.confirmed is None
    assert parameter.sources
    for source in parameter.sources:
        assert source.checked_on == date(2026, 11, 21) or source.assumed


@pytest.mark.parametrize("parameter", EVERY_PARAMETER)
def test_law_says_to_whom_it_applies(parameter: Parameter) -> None:
    if parameter.binding == "law":
        assert parameter.applies_to["regulator"]


@pytest.mark.parametrize("parameter", EVERY_PARAMETER)
def test_what_nobody_read_is_not_called_confirmed(parameter: Parameter) -> None:
    if all(source.assumed for source in parameter.sources):
        assert parameter.confidence in {"M", "U"}


def test_old_files_are_judged_by_the_old_window() -> None:
    window = book().parameter("credentialing.verification_days")
    last_old_day = date(2025, 6, 30)
    assert (window.days_on(last_old_day), window.rule_on(last_old_day)) == (180, "NCQA-PSV-180")
    next_day = last_old_day + timedelta(1)
    assert (window.days_on(next_day), window.rule_on(next_day)) == (120, "NCQA-PSV-120")


def test_ab_1041_warns_in_2026_and_is_enforced_from_2027() -> None:
    mode = book().parameter("credentialing.general_mode")
    assert mode.value_on(date(2026, 12, 31)) == "warn"
    assert mode.value_on(date(2027, 1, 1)) == "enforce"
    governed = {name for name, clock in book().clocks.items() if clock.mode == mode.id}
    assert governed == {"general_decision", "activation", "provisional"}


def test_settings_of_the_notes_are_here() -> None:
    today = date(2026, 11, 24)
    expected = {
        "credentialing.notice_basis": "stricter",
        "credentialing.attestation_days": 120,
        "credentialing.caqh_attestation_days": 120,
        "credentialing.reminder_first_days": 5,
        "credentialing.reminder_second_days": 10,
        "credentialing.close_without_answer_days": 30,
        "credentialing.notice_target_days": 2,
        "credentialing.committee_ready_days": 40,
        "reports.members_least": 11,
        "reports.applications_least": 5,
        "reports.small_sample": 30,
        "jobs.kept_upload_days": 30,
        "jobs.stale_hours": 25,
    }
    assert {key: book().parameter(key).value_on(today) for key in expected} == expected


def test_every_clock_of_the_contract_is_here_with_its_next_step() -> None:
    assert set(CLOCKS_OF_THE_CONTRACT) <= set(book().clocks)
    assert all(clock.verb for clock in book().clocks.values())


@pytest.mark.parametrize(
    ("kind", "before", "due_soon_days"),
    [
        ("completeness_notice", [3, 1, 0], 2),
        ("second_notice", [3, 1, 0], 2),
        ("decision", [30, 14, 7, 3, 1, 0], 14),
        ("general_decision", [30, 14, 7, 3, 1, 0], 14),
        ("recredentialing", [7, 1, 0], 7),
        ("action", [7, 1, 0], 7),
    ],
)
def test_ladder_of_each_kind(kind: str, before: list[int], due_soon_days: int) -> None:
    rungs = book().ladder_for(kind).rungs_on(date(2026, 11, 24))
    assert sorted(rungs.before, reverse=True) == before
    assert rungs.due_soon_days == due_soon_days
    assert rungs.past_due == ("owner", "supervisor")
    assert rungs.past_legal == ("owner", "supervisor", "compliance")


def test_a_late_duty_is_told_to_compliance_too() -> None:
    rungs = book().ladder_for("duty").rungs_on(date(2026, 11, 24))
    assert sorted(rungs.before, reverse=True) == [14, 3, 0]
    assert rungs.past_due == ("owner", "supervisor", "compliance")


def test_a_vacancy_is_told_to_compliance_the_same_day() -> None:
    rungs = book().ladder_for("duty_vacancy").rungs_on(date(2026, 11, 24))
    assert rungs.before == {0: ("compliance",)}


def test_a_kind_without_any_ladder_is_refused() -> None:
    with pytest.raises(NoValueInForce, match="No ladder names the kind duty"):
        replace(book(), ladders={}).ladder_for("duty")


def test_only_a_missed_decision_is_said_again_every_week() -> None:
    today = date(2026, 11, 24)
    repeats = {
        name: each.rungs_on(today).repeat_past_legal_days for name, each in book().ladders.items()
    }
    assert repeats.pop("decision") == 7
    assert set(repeats.values()) == {None}


def test_checklist_asks_for_what_the_applicant_has_and_nobody_else() -> None:
    items = {each.code: each for each in items_today()}
    assert set(items["dea"].roles) == {"MD", "DO", "NP", "PA", "PMHNP"}
    assert set(items["supervisor"].roles) == {"ASW", "AMFT", "APCC", "RPA"}
    assert "longer than 6 months" in items["work_history"].ask.replace("\n", " ")
    assert not {"npdb", "board", "mbho", "pcbh"} & set(items)
    assert all(each.title and each.ask.endswith(".") for each in items.values())


def items_today() -> tuple:
    return book().checklists["completeness"].items_on(date(2026, 11, 24))


def test_roles_and_lines_are_those_of_the_contract() -> None:
    assert sorted(book().roles) == sorted(ROLES)
    asked = {code for code, role in book().roles.items() if role.provider_class == "asked"}
    assert asked == {"MD", "DO", "NP", "PA"}
    associates = {code for code, role in book().roles.items() if role.is_associate}
    assert associates == {"ASW", "AMFT", "APCC", "RPA"}
    regulated = {code for code, line in book().lines.items() if line.is_state_regulated}
    assert regulated == {"commercial_dmhc", "commercial_cdi"}
    assert book().lines["commercial_dmhc"].aliases == ("commercial",)


@pytest.mark.parametrize("letter_id", ["complete", "incomplete", "reminder"])
def test_letters_are_plain_and_use_known_fields(letter_id: str) -> None:
    letter = book().letters[letter_id]
    text = letter.text_on(date(2026, 11, 24))
    whole = f"{text.subject}\n{text.body}"
    assert set(re.findall(r"{{(.*?)}}", whole)) <= MERGE_FIELDS
    assert not re.search(r"please|successfully|!|kindly", whole, re.IGNORECASE)
    assert {"plan_phone", "application_ref"} <= set(re.findall(r"{{(.*?)}}", whole))


def test_letters_say_and_meet_what_they_must() -> None:
    letters = book().letters
    notices = ("completeness_notice", "general_notice", "second_notice")
    assert (letters["complete"].says, letters["complete"].meets) == ("complete", notices)
    assert (letters["incomplete"].says, letters["incomplete"].meets) == ("incomplete", notices)
    assert (letters["reminder"].says, letters["reminder"].meets) == ("", ())
    assert letters["incomplete"].needs_items
    assert "{{decision_due_on}}" in letters["complete"].text_on(date(2026, 11, 24)).body


def test_names_that_do_not_exist_are_answered_with_those_that_do() -> None:
    with pytest.raises(
        NoValueInForce, match=r"There is no clock called decison\. Known: activation"
    ):
        book().clock("decison")
    with pytest.raises(
        NoValueInForce, match=r"There is no calendar called moon\. Known: ca_judicial"
    ):
        book().calendar("moon")


@pytest.mark.parametrize("shelf", ["ladders", "letters", "checklists"])
def test_nothing_is_in_force_before_its_first_version(shelf: str) -> None:
    look_up = {"ladders": "rungs_on", "letters": "text_on", "checklists": "items_on"}[shelf]
    for each in getattr(book(), shelf).values():
        with pytest.raises(NoValueInForce, match="on 31 Dec 2019"):
            getattr(each, look_up)(date(2019, 12, 31))


def test_what_people_read_of_a_rule_names_days_as_people_do() -> None:
    cited = [*book().parameters.values(), *book().ladders.values(), *book().calendars.values()]
    texts = [text for each in cited for s in each.sources for text in (s.cite, s.assumed)]
    texts += [each.note for each in (*book().parameters.values(), *book().clocks.values())]
    assert not [text for text in texts if text and re.search(r"\d{4}-\d\d-\d\d", text)]
