"""Action items: add, work on, extend, say done, verify."""

from datetime import date

from compliance.core.states import ActionState
from compliance.db import session
from compliance.ledger.services import Entry
from compliance.meetings.models import ActionRow
from compliance.meetings.queries.loading import whole_shelf
from compliance.meetings.rules.actions import (
    Action,
    Asked,
    Wanted,
    check_change,
    check_extension,
    check_wanted,
)
from compliance.meetings.services.recording import action_now, settle_action, write_on_action
from compliance.occasions import Occasion

MANAGE = "meetings.manage"


def add_action(wanted: Wanted, on: Occasion) -> Action:
    """Record an action item and start its deadline.

    Raises:
        BadValue: wording without a verb, a past day, or an unknown priority.
    """
    on.refuse_past()
    check_wanted(wanted, on.today)
    row = ActionRow(made_at=on.now)
    session().add(row)
    session().flush()
    payload = {**vars(wanted), "due_on": wanted.due_on.isoformat()}
    return write_on_action(row.id, Entry("action_added", on.today, payload), on)


def asked_by(on: Occasion, to: ActionState, why: str = "") -> Asked:
    """Return a change of state as the person of the occasion asks for it."""
    actor = on.actor
    return Asked(to, actor.person_id, actor.may(MANAGE), why, actor.acts_on_own)


def change_action(number: int, to: ActionState, why: str, on: Occasion) -> Action:
    """Record another state of an action item: begun, blocked, done, verified, cancelled, open.

    Raises:
        NotNow: the state does not lead there.
        NotAllowed: this person may not say so.
        BadValue: a reason is missing.
    """
    action = action_now(number)
    asked = asked_by(on, to, why)
    check_change(action, asked)
    return write_on_action(number, Entry("action_state", on.today, {"state": to.value}, why), on)


def extend_action(number: int, due_on: date, why: str, on: Occasion) -> Action:
    """Move the due day of an open action item later, with a reason; the old day stays readable."""
    action = action_now(number)
    check_extension(action, due_on, asked_by(on, action.state, why))
    said = {"due_on": due_on.isoformat()}
    return write_on_action(number, Entry("action_extended", on.today, said, why), on)


def hand_alerts_over(person_id: int, on: Occasion) -> int:
    """Tell whoever may see them of a person's open action items; return how many those are.

    Called once somebody works for another MBHO: alerts under way to that person end.
    """
    owned = [each for each in whole_shelf(on).actions if each.wanted.owner_id == person_id]
    for action in (standing := [each for each in owned if each.is_open]):
        settle_action(action, on)
    return len(standing)
