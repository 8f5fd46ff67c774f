"""What may be done to accounts. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from compliance.core.dates import day_words
from compliance.core.errors import BadValue, NotNow
from compliance.core.permissions import PARTNER, ROLES

WINDOW = timedelta(minutes=15)
MOST_WRONG_TOKENS = 20  # from one place
USUAL_TOKEN_DAYS, MOST_TOKEN_DAYS = 90, 366
MOST_FAILURES = (5, 25, 50)  # of one email from one place, of one email, from one place
LAST_ADMINISTRATOR = (
    "{0} is the last administrator who can sign in. Give somebody with a password that role first, "
    "or nobody could manage people and settings."
)


@dataclass(frozen=True)
class Standing:
    """An account as the rules see it."""

    name: str
    roles: frozenset[str]
    is_active: bool

    @property
    def is_administrator(self) -> bool:
        """Return whether this person can manage people now."""
        return self.is_active and "admin" in self.roles


@dataclass(frozen=True)
class NewToken:
    """What somebody wants a token for: its name, the permissions chosen, its last day."""

    name: str
    scope: frozenset[str]
    ends_on: date


def check_token(new: NewToken, offered: frozenset[str], today: date) -> None:
    """Refuse a token without a name, of what its owner may not read, or for longer than a year."""
    last = today + timedelta(days=MOST_TOKEN_DAYS)
    if not new.name.strip():
        raise BadValue("Enter a name that says what uses it.", "name")
    if not new.scope or not new.scope <= offered:
        raise BadValue("Choose what it may read, out of what you may read.", "scope")
    if not today <= new.ends_on <= last:
        between = f"{day_words(today)} to {day_words(last)}"
        raise BadValue(f"{day_words(new.ends_on)} is no last day for it. Use {between}.", "ends_on")


def check_roles(roles: Collection[str]) -> None:
    """Refuse an empty set of roles, and words that are no roles."""
    unknown = sorted(set(roles) - set(ROLES))
    if unknown:
        raise BadValue(f"{unknown[0]} is not a role. Known: {', '.join(ROLES)}.", "roles")
    if not roles:
        raise BadValue("Choose at least one role.", "roles")
    if PARTNER in roles and len(set(roles)) > 1:
        raise BadValue("An MBHO partner holds no other role: partners see less.", "roles")


def check_organization(roles: Collection[str], organization: str) -> None:
    """Refuse a partner of no organization, and anybody else with one."""
    if PARTNER in roles and not organization:
        raise BadValue("Choose the MBHO that this partner works for.", "organization")
    if PARTNER not in roles and organization:
        raise BadValue(
            f"Only an MBHO partner works for {organization}. Leave it out, or change the role.",
            "organization",
        )


def check_administrators(person: Standing, after: Standing, others: int) -> None:
    """Refuse a change after which nobody could manage people.

    `others` is the number of administrators who can sign in besides this person: an invitation
    that nobody has taken up counts for none.
    """
    if person.is_administrator and not after.is_administrator and others == 0:
        raise NotNow(LAST_ADMINISTRATOR.format(person.name))


def check_supervisor(person_id: int, above: Collection[int]) -> None:
    """Refuse a supervisor who is the person, or is supervised by them further up.

    `above` holds the supervisor, that one's supervisor and so on.
    """
    if person_id in above:
        raise BadValue("Nobody can supervise themselves, at any distance.", "supervisor")


def tidy_email(text: str) -> str:
    """Return the address as accounts keep it: without blanks around, in small letters."""
    return text.strip().casefold()


def tidy_code(text: str) -> str:
    """Return a code as it is compared: small letters and digits alone, however it was typed."""
    return "".join(each for each in text.casefold() if each.isalnum())


def open_again_at(failed_at: Sequence[datetime], most: int) -> datetime | None:
    """Return when one may try again after the failures in the window, newest first; None for now.

    The `most`-th latest one has to leave the window first.
    """
    return failed_at[most - 1] + WINDOW if len(failed_at) >= most else None
