from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core.errors import BadValue
from compliance.core.facts import Fact
from compliance.core.papers import MERGE_FIELDS, LetterText
from compliance.credentialing.rules.clocks import clocks_of
from compliance.credentialing.rules.letters import (
    Plan,
    Writing,
    merge_fields,
    paragraphs_of,
    render,
    what_is_left_out,
)
from compliance.credentialing.rules.story import story_of
from compliance.mail import render_mail
from tests.makers.cases import cases, day
from tests.makers.rulebook import book, shipped

CASES = Path(__file__).parent / "cases" / "letters.yaml"
PLAN = Plan("Alder Creek Health Plan", "(555) 010-0100", "cred@aldercreek.example")
TODAY = date(2026, 11, 24)
NOON = datetime(2026, 11, 24, 20, tzinfo=UTC)
ITEMS = {each.code: each for each in shipped().checklists["completeness"].items_on(TODAY)}
FIELDS = {name: f"<{name}>" for name in MERGE_FIELDS}


def facts(case) -> list[Fact]:
    load = {"first_name": "Lucía", "last_name": "Benavides-Park", "role": "LCSW"}
    load |= {"lines": case.get("lines", ["commercial_dmhc"])}
    load |= {"provider_class": case.get("provider_class", "")}
    told = [("received", case["received_on"], load)]
    items = {"items": case.get("items", [])}
    if "found" in case:
        told.append((f"found_{case['found']}", case["received_on"], items))
    if sent_on := case.get("told_incomplete_on"):
        told.append(("found_incomplete", sent_on, items))
        told.append(("notice_sent", sent_on, {"said": "incomplete"}))
    if "role_answer" in case:
        told.append(("role_answered", "2026-11-24", case["role_answer"]))
    if "decided" in case:
        told.append(("decided", "2026-11-24", {"decision": case["decided"]}))
    if "arrived_on" in case:
        told.append(("item_arrived", case["arrived_on"], {"item": case["items"][0]}))
    return [Fact(kind, day(on), NOON, load, number) for number, (kind, on, load) in enumerate(told)]


def writing(case) -> Writing:
    rules = replace(book(), choices=case.get("choices", {}))
    story = story_of(facts(case))
    return Writing(
        letter=rules.letters[case["letter"]],
        story=story,
        clocks=clocks_of(story, rules),
        book=rules,
        plan=PLAN,
        ref="APP-1063",
        owner_name="Olivia Ortega",
        today=TODAY,
        items=tuple(ITEMS[each] for each in case.get("items", [])),
    )


@pytest.mark.parametrize("case", cases(CASES))
def test_a_letter_says_what_its_case_says(case):
    made = writing(case)
    letter = render(made.letter.text_on(TODAY), merge_fields(made))
    for each in case["says"]:
        assert each in letter.body
    for each in case.get("silent", []):
        assert each not in letter.body


@pytest.mark.parametrize("letter", shipped().letters.values(), ids=lambda each: each.id)
@pytest.mark.parametrize("item", sorted(ITEMS))
def test_every_letter_renders_with_every_checklist_item(letter, item):
    case = {"letter": letter.id, "received_on": "2026-11-20", "items": [item]}
    case["found"] = "incomplete" if letter.needs_items else "complete"
    if letter.ends:
        case["role_answer"] = {"answer": letter.ends, "wording": "We do not take this role."}
    made = writing(case)
    body = render(letter.text_on(TODAY), merge_fields(made)).body
    assert "{{" not in body
    assert (" ".join(ITEMS[item].ask.split()) in body) == letter.needs_items


def test_a_field_without_a_value_is_refused_with_the_way_out():
    text = LetterText("Hello", "Call {{plan_phone}}.")
    with pytest.raises(BadValue, match=r"plan_phone, and there is none\. Enter the plan"):
        render(text, FIELDS | {"plan_phone": ""})


def test_an_unknown_field_is_refused_with_the_known_ones():
    with pytest.raises(BadValue, match=r"'ssn' is not a merge field of letters. Known: .*citation"):
        render(LetterText("Hello", "{{ssn}}"), FIELDS | {"ssn": "1"})


def test_a_field_that_is_never_closed_is_refused():
    with pytest.raises(BadValue, match="does not close it"):
        render(LetterText("Hello", "Dear {{provider_name"), FIELDS)


def test_no_promise_is_made_before_the_application_is_complete():
    made = writing({"letter": "complete", "received_on": "2026-11-20"})
    with pytest.raises(BadValue, match="names completed_on"):
        render(made.letter.text_on(TODAY), merge_fields(made))


@given(st.fixed_dictionaries({name: st.text(min_size=1) for name in MERGE_FIELDS}))
def test_a_rendered_letter_never_shows_a_merge_field(fields):
    for letter in shipped().letters.values():
        written = render(letter.text_on(TODAY), fields)
        assert "{{" not in written.subject + written.body


@given(st.text(alphabet="<>&\"'ab \n", min_size=1))
def test_a_mail_escapes_what_stands_in_the_letter(name):
    written = render(
        LetterText("Hello", "Dear {{provider_name}},"), FIELDS | {"provider_name": name}
    )
    mail = render_mail(
        "notice",
        subject=written.subject,
        text=written.body,
        paragraphs=paragraphs_of(written.body),
        letterhead=["Plan", name],
    )
    assert "<script" not in mail.html
    assert mail.html.count("<a") == 0
    assert mail.html.count("<b") == mail.html.count("<body") + mail.html.count("<br")


@pytest.mark.parametrize("letter", shipped().letters.values(), ids=lambda each: each.id)
def test_a_letter_stands_on_the_plans_letterhead(letter):
    written = render(letter.text_on(TODAY), FIELDS | {"plan_name": PLAN.name})
    head = written.letterhead.splitlines()
    assert head == ["Alder Creek Health Plan", "<plan_phone>, <plan_email>"]
    mail = render_mail("notice", subject="S", text="T", paragraphs=[["T"]], letterhead=head)
    assert "<h1" in mail.html
    assert "Alder Creek Health Plan</h1>" in mail.html


def test_a_version_has_its_own_letterhead():
    text = LetterText("Hello", "Dear", letterhead="{{plan_name}}\nCredentialing\n")
    assert render(text, FIELDS).letterhead == "<plan_name>\nCredentialing"


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"decided": "approved"}, "approved on November 24, 2026"),
        ({"decided": "denied"}, "not approved on November 24, 2026"),
    ],
)
def test_a_letter_may_tell_the_decision(told, says):
    made = writing({"letter": "complete", "received_on": "2026-11-20", "found": "complete", **told})
    text = LetterText("Our decision", "Your application is {{decision}} on {{decided_on}}.")
    assert says in render(text, merge_fields(made)).body


def test_the_plain_text_is_exactly_the_letter():
    made = writing({"letter": "complete", "received_on": "2026-11-20", "found": "complete"})
    body = render(made.letter.text_on(TODAY), merge_fields(made)).body
    assert body.startswith("November 24, 2026\n\nDear Lucía Benavides-Park,\n\n")
    assert body.endswith("Olivia Ortega\nCredentialing, Alder Creek Health Plan\n")


def test_edited_words_must_keep_the_items_and_the_promise():
    made = writing(
        {
            "letter": "incomplete",
            "received_on": "2026-11-20",
            "found": "incomplete",
            "items": ["w9"],
        }
    )
    text, fields = made.letter.text_on(TODAY), merge_fields(made)
    body = render(text, fields).body
    assert what_is_left_out(text, fields, "Hello. " + body.replace("\n", "\r\n")) == []
    (left_out,) = what_is_left_out(text, fields, body.replace("Form W-9", "form"))
    assert left_out == "A signed Form W-9 for the tax number under which you will be paid."
