"""Identifiers of providers: what a well-formed one looks like, and what is wrong with another.

Each `*_problem` returns None for a good value, else one sentence that says what is wrong and
the way out. None of them guesses a correction. Source: domain notes, section 15.
"""

import re
from collections.abc import Iterable

NPI_PREFIX = "80840"
SSN_SHAPE = re.compile(r"(?<!\d)\d{3}([- ])\d{2}\1\d{4}(?!\d)")
NPI_SHAPE = re.compile(r"[12]\d{9}", re.ASCII)
CAQH_SHAPE = re.compile(r"\d{8}", re.ASCII)
DEA_SHAPE = re.compile(r"[A-Z][A-Z9]\d{7}", re.ASCII | re.IGNORECASE)
TIN_SHAPE = re.compile(r"\d{2}-?\d{7}", re.ASCII)
PHONE_SHAPE = re.compile(r"(?:\+?1[ .-]?)?(?:\(\d{3}\) ?|\d{3}[ .-]?)\d{3}[ .-]?\d{4}", re.ASCII)
EXTENSION = re.compile(r"\s*(?:x|ext\.?)\s*\d{1,6}$", re.ASCII | re.IGNORECASE)
ZIP_SHAPE = re.compile(r"\d{5}(?:-\d{4})?", re.ASCII)
STATE_SHAPE = re.compile(  # states and territories, as the Postal Service writes them
    r"A[KLRSZ]|C[AOT]|D[CE]|FL|G[AU]|HI|I[ADLN]|K[SY]|LA|M[ADEINOPST]|N[CDEHJMVY]|O[HKR]|P[AR]"
    r"|RI|S[CD]|T[NX]|UT|V[AIT]|W[AIVY]",
    re.IGNORECASE,
)
LICENSE_SHAPE = re.compile(r"(20A|[A-Z]*)-?(\d+)", re.ASCII)


def luhn_sum(digits: str) -> int:
    """Return the Luhn sum of a digit string, the last digit being the check digit."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total


def npi_problem(npi: str) -> str | None:
    """Return what is wrong with an NPI: ten digits, first 1 or 2, check digit over 80840."""
    if not npi:
        return "No NPI was given. Ask the applicant for it."
    if not NPI_SHAPE.fullmatch(npi):
        return f"{npi} is not a valid NPI: an NPI has 10 digits and starts with 1 or 2."
    if luhn_sum(NPI_PREFIX + npi) % 10:
        return f"{npi} is not a valid NPI. Check every digit."
    return None


def caqh_problem(caqh_id: str) -> str | None:
    """Return what is wrong with a CAQH number: eight digits, no check digit."""
    if CAQH_SHAPE.fullmatch(caqh_id):
        return None
    return f"{caqh_id} is not a CAQH number: it has 8 digits."


def dea_problem(dea: str) -> str | None:
    """Return what is wrong with a DEA number: two letters, seven digits, the last one checked."""
    if not DEA_SHAPE.fullmatch(dea):
        return f"{dea} is not a DEA number: it has 2 letters and 7 digits."
    d = [int(each) for each in dea[2:]]
    if (d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10 != d[6]:
        return f"{dea} is not a valid DEA number. Check every digit."
    return None


def tin_problem(tin: str) -> str | None:
    """Return what is wrong with a tax number: nine digits, not all the same."""
    if not TIN_SHAPE.fullmatch(tin):
        return "A tax number (TIN) has 9 digits: 12-3456789."
    if len(set(tin) - {"-"}) == 1:
        return "A tax number (TIN) cannot be one digit nine times."
    return None


def phone_problem(phone: str) -> str | None:
    """Return what is wrong with a phone number: ten digits, an extension may follow."""
    if PHONE_SHAPE.fullmatch(EXTENSION.sub("", phone.strip())):
        return None
    return f"{phone} is not a phone number: it has 10 digits, as (555) 010-0100."


def zip_problem(zip_code: str) -> str | None:
    """Return what is wrong with a ZIP code: five digits, or ZIP+4."""
    if ZIP_SHAPE.fullmatch(zip_code.strip()):
        return None
    return f"{zip_code} is not a ZIP code: it has 5 digits, or 9 as 95603-1234."


def us_state_problem(state: str) -> str | None:
    """Return what is wrong with a state: two letters, in capitals or not."""
    if STATE_SHAPE.fullmatch(state):
        return None
    return f"{state} is not a US state. Use its two letters, for example CA."


def split_license(number: str) -> tuple[str, str]:
    """Return prefix and number of a license with spaces taken out: ('LCSW', '90417')."""
    squeezed = re.sub(r"[\s.]+", "", number).upper()
    match = LICENSE_SHAPE.fullmatch(squeezed)
    return (match[1], match[2]) if match else ("", squeezed)


def license_problem(number: str, prefixes: Iterable[str]) -> str | None:
    """Return a warning if a license does not look like the role's; prefixes may be empty."""
    prefix, digits = split_license(number)
    expected = tuple(prefixes)
    if not (digits.isascii() and digits.isdigit()):
        return f"{number} does not look like a license number: letters, then digits."
    if prefix and expected and prefix not in expected:
        return (
            f"{number} starts with {prefix}; this role's licenses start with {', '.join(expected)}."
        )
    return None


def looks_like_ssn(text: str) -> bool:
    """Return whether the text holds what looks like a social security number."""
    return bool(SSN_SHAPE.search(text))
