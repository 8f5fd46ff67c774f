"""Adopting the policy: the day from which its duties are owed."""

from datetime import date

from compliance.choices.services import NewChoice, choose
from compliance.core.dates import day_words
from compliance.core.errors import BadValue
from compliance.occasions import Occasion
from compliance.policies.queries.register import ADOPTED
from compliance.policies.services.settling import settle_later


def adopt_policy(day: date, on: Occasion) -> None:
    """Record the day of adoption as the plan's choice from that day, and settle every duty by it.

    Raises:
        BadValue: a day to come.
    """
    on.refuse_past()
    if day > on.today:
        raise BadValue(
            f"{day_words(day)} is still to come. Record it on the day of adoption.", "adopted_on"
        )
    choose(NewChoice(ADOPTED, day.isoformat(), day, on.actor.person_id), on.now)
    settle_later(ADOPTED, day.isoformat(), on)
