"""What may be done to accounts."""

import pytest

from compliance.accounts.rules import (
    Standing,
    check_administrators,
    check_organization,
    check_roles,
    check_supervisor,
    tidy_email,
)
from compliance.core.errors import BadValue, NotNow

ADA = Standing("Ada Abbott", frozenset({"admin", "owner"}), is_active=True)


@pytest.mark.parametrize("roles", [set(), {"boss"}, {"partner", "auditor"}])
def test_roles_that_cannot_be(roles):
    with pytest.raises(BadValue):
        check_roles(roles)


@pytest.mark.parametrize(("role", "works_for"), [("partner", ""), ("compliance", "mbho")])
def test_a_partner_works_for_an_mbho_and_nobody_else_does(role, works_for):
    with pytest.raises(BadValue) as refused:
        check_organization({role}, works_for)
    assert refused.value.field == "organization"
    check_organization({role}, "mbho" if role == "partner" else "")


@pytest.mark.parametrize("roles", [{"partner"}, {"admin", "compliance"}])
def test_roles_that_can_be(roles):
    check_roles(roles)


@pytest.mark.parametrize(
    "after",
    [
        Standing("Ada Abbott", frozenset({"owner"}), is_active=True),
        Standing("Ada Abbott", ADA.roles, is_active=False),
    ],
)
def test_the_last_administrator_stays_one(after):
    with pytest.raises(NotNow, match="Ada Abbott is the last administrator"):
        check_administrators(ADA, after, others=0)
    check_administrators(ADA, after, others=1)


def test_somebody_who_was_no_administrator_may_change():
    gone = Standing("Ada Abbott", ADA.roles, is_active=False)
    check_administrators(gone, gone, others=0)


def test_nobody_supervises_themselves():
    with pytest.raises(BadValue):
        check_supervisor(1, [2, 1])
    check_supervisor(1, [2, 3])


def test_addresses_are_kept_in_small_letters_without_blanks():
    assert tidy_email("  Dana.W@Alder.Example ") == "dana.w@alder.example"
