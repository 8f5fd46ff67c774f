"""The register as shipped: 56 duties with lasting ids, 35 of them the bulleted ones."""

from collections import Counter
from datetime import date

from compliance.core.duties import DUTY_ID
from compliance.rulebook.packs import book_from_json, pack_json
from tests.makers.rulebook import shipped

EVERY = {
    "CRED": 11,
    "BILL": 9,
    "PREL": 5,
    "COLL": 8,
    "DATA": 7,
    "ENT": 3,
    "ADM": 9,
    "FAQ": 4,
}
BULLETED = {"CRED": 8, "BILL": 6, "PREL": 4, "COLL": 8, "DATA": 6, "ENT": 3}
REGISTER = shipped().duties()


def test_register_holds_the_56_items_of_the_domain_notes():
    assert Counter(each.department for each in REGISTER.values()) == EVERY
    assert len(REGISTER) == 56


def test_35_of_them_are_the_bulleted_duties():
    bulleted = [each for each in REGISTER.values() if each.is_bulleted]
    assert Counter(each.department for each in bulleted) == BULLETED
    assert len(bulleted) == 35


def test_ids_run_without_a_gap_and_last():
    for department, count in EVERY.items():
        wanted = [f"{department}-{number:02}" for number in range(1, count + 1)]
        assert [each.id for each in REGISTER.values() if each.department == department] == wanted
    assert all(DUTY_ID.fullmatch(each.id) for each in REGISTER.values())
    assert REGISTER[102].id == "CRED-02"
    assert REGISTER[804].id == "FAQ-04"


def test_every_duty_says_what_it_asks_of_whom_and_where_it_stands():
    for each in REGISTER.values():
        assert each.title[0].isupper()
        assert not each.title.endswith(".")
        assert each.text_on(date(2026, 11, 24)).endswith(".")
        assert each.evidence
        assert each.owner_role
        assert each.reference


def test_every_department_is_cited():
    for each in shipped().departments.values():
        assert all(source.checked_on or source.assumed for source in each.sources)


def test_names_of_plan_and_partner_are_filled_in():
    named = REGISTER[108].named({"plan": "Alder Creek", "mbho": "Tern"})
    assert named.title == "Track Tern timelines and approval rate"
    assert named.text_on(date(2026, 11, 24)).startswith("Alder Creek watches")
    assert named.evidence[0].title == "Credentialing time of Tern"


def test_a_stored_pack_keeps_the_register():
    assert book_from_json(pack_json(shipped())).duties() == REGISTER


def test_a_pack_of_an_older_release_has_no_register():
    assert book_from_json(OLD_PACK).duties() == {}


OLD_PACK = (
    '{"parameters":{},"calendars":{},"clocks":{},"ladders":{},"letters":{},"checklists":{},'
    '"roles":{}}'
)
