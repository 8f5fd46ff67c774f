"""What staff decide on the settings pages."""

from compliance.choices.rules import confirmation_key, confirmation_text
from compliance.choices.services import NewChoice, choose
from compliance.core.errors import BadValue, NotFound
from compliance.core.sign_in import IDLE_KEY, SECOND_STEP_KEY, WHOLE_KEY, SignInRules
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


def choose_sign_in(rules: SignInRules, why: str, on: Occasion) -> None:
    """Record how people sign in from today; sessions that began before keep their length.

    Raises:
        BadValue: a session longer without a page than in all.
    """
    on.refuse_past()
    if rules.idle > rules.whole:
        raise BadValue("A session cannot last longer without a page than in all.", "idle_minutes")
    chosen = {
        IDLE_KEY: str(rules.idle_minutes),
        WHOLE_KEY: str(rules.whole_hours),
        SECOND_STEP_KEY: " ".join(sorted(rules.second_step)),
    }
    for key, value in chosen.items():
        choose(NewChoice(key, value, on.today, on.actor.person_id, why), on.now)
