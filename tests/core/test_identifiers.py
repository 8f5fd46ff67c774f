"""Identifiers: good ones pass, bad ones get a sentence with the way out."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.core import identifiers
from tests.makers.cases import cases
from tests.makers.rulebook import book

CASES = Path(__file__).parent / "cases" / "identifiers.yaml"


def assert_problem(found: str | None, expected: str | None) -> None:
    assert (found is None) == (expected is None), found
    assert expected is None or expected in found


@pytest.mark.parametrize("case", cases(CASES, "npi"))
def test_npi(case: dict[str, Any]) -> None:
    assert_problem(identifiers.npi_problem(case["value"]), case["problem"])


@pytest.mark.parametrize("case", cases(CASES, "caqh"))
def test_caqh(case: dict[str, Any]) -> None:
    assert_problem(identifiers.caqh_problem(case["value"]), case["problem"])


@pytest.mark.parametrize("case", cases(CASES, "dea"))
def test_dea(case: dict[str, Any]) -> None:
    assert_problem(identifiers.dea_problem(case["value"]), case["problem"])


@pytest.mark.parametrize("case", cases(CASES, "tin"))
def test_tin(case: dict[str, Any]) -> None:
    assert_problem(identifiers.tin_problem(case["value"]), case["problem"])


@pytest.mark.parametrize("case", cases(CASES, "license"))
def test_license(case: dict[str, Any]) -> None:
    prefixes = book().roles[case["role"]].license_prefixes
    assert_problem(identifiers.license_problem(case["value"], prefixes), case["problem"])


@given(st.from_regex(r"[12][0-9]{8}", fullmatch=True))
def test_exactly_one_check_digit_fits(nine_digits: str) -> None:
    fitting = [d for d in "0123456789" if identifiers.npi_problem(nine_digits + d) is None]
    assert len(fitting) == 1


def test_tax_number_is_never_repeated_in_its_problem() -> None:
    assert "12345678" not in (identifiers.tin_problem("12345678") or "")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("SSN 123-45-6789", True),
        ("123 45 6789", True),
        ("12-3456789", False),
        ("1234567893", False),
    ],
)
def test_what_looks_like_a_social_security_number(text: str, found: bool) -> None:
    assert identifiers.looks_like_ssn(text) == found


def test_license_splits_into_prefix_and_number() -> None:
    assert identifiers.split_license(" lcsw  90417 ") == ("LCSW", "90417")
    assert identifiers.split_license("20A1234") == ("20A", "1234")
    assert identifiers.split_license("n/a") == ("", "N/A")


@pytest.mark.parametrize(
    "phone",
    ["(555) 010-0100", "555-010-0100", "5550100100", "+1 555.010.0100", "555 010 0100 ext. 12"],
)
def test_a_phone_number_has_ten_digits(phone):
    assert identifiers.phone_problem(phone) is None


@pytest.mark.parametrize("phone", ["", "010-0100", "555-010-01000", "(555 010-0100", "call me"])
def test_anything_else_is_no_phone_number(phone):
    assert "10 digits" in (identifiers.phone_problem(phone) or "")


@pytest.mark.parametrize("zip_code", ["95603", "95603-1234", " 95603 "])
def test_a_zip_code_has_five_digits_or_nine(zip_code):
    assert identifiers.zip_problem(zip_code) is None


@pytest.mark.parametrize("zip_code", ["", "9560", "956031234", "95603-12", "9560A"])
def test_anything_else_is_no_zip_code(zip_code):
    assert "5 digits" in (identifiers.zip_problem(zip_code) or "")
