"""What staff decide on the settings pages."""

from compliance.choices.rules import confirmation_key, confirmation_text
from compliance.choices.services import NewChoice, choose
from compliance.core.errors import NotFound
from compliance.occasions import Occasion


def confirm_parameter(parameter_id: str, why: str, on: Occasion) -> None:
    """Record that a person confirmed the value in force for this plan.

    Raises:
        NotFound: no such parameter.
    """
    on.refuse_past()
    if parameter_id not in on.book.parameters:
        raise NotFound(f"There is no parameter called {parameter_id}.")
    text = confirmation_text(on.actor.name, on.today)
    key = confirmation_key(parameter_id)
    choose(NewChoice(key, text, on.today, on.actor.person_id, why), on.now)
