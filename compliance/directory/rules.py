"""What organizations are called, and what is wrong with an address. Pure."""

from collections.abc import Iterator, Mapping

from compliance.core.identifiers import phone_problem, zip_problem

MBHO = "mbho"
"""The kind, and the lasting key of the first one: what set-up names."""
ORGANIZATION_KINDS: dict[str, str] = {
    "plan": "Health plan",
    MBHO: "Managed behavioral health organization",
    "medical_group": "Medical group",
}


def address_problems(address: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield field and sentence for each part of an address that cannot be right."""
    if not address.get("line") or not address.get("city"):
        yield "line" if not address.get("line") else "city", "Enter street and city."
    state = address.get("state", "")
    if len(state) != 2 or not state.isalpha():
        yield "state", f"{state or 'Nothing'} is not a state. Use two letters, as CA."
    if problem := zip_problem(address.get("zip_code", "")):
        yield "zip_code", problem


def organization_problems(kind: str, name: str, phone: str) -> Iterator[tuple[str, str]]:
    """Yield field and sentence for each value of an organization that cannot be right."""
    if kind not in ORGANIZATION_KINDS:
        yield "kind", f"{kind} is no kind of organization. Choose one from the list."
    if not name:
        yield "name", "Enter the name of the organization."
    if phone and (problem := phone_problem(phone)):
        yield "phone", problem
