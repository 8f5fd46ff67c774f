"""Keeping a view of the queue under a name."""

from sqlalchemy import select

from compliance.core.errors import BadValue, NotAllowed, NotFound
from compliance.credentialing.models import SavedView
from compliance.db import session
from compliance.occasions import Occasion

LONGEST_NAME = 60


def save_view(name: str, query: str, on: Occasion) -> str:
    """Keep the filters of an address under a name and return it; the same name is set anew.

    Raises:
        BadValue: no name, or one that is too long.
        NotAllowed: it is not a person who asks.
    """
    short = _checked(name)
    if on.actor.person_id is None:
        raise NotAllowed("Only a person has views of their own.")
    if found := _named(short, on):
        found.query = query
    else:
        session().add(SavedView(person_id=on.actor.person_id, name=short, query=query))
    session().flush()
    return short


def rename_view(number: int, name: str, on: Occasion) -> str:
    """Give one of the person's own views another name and return it.

    Raises:
        NotFound: the person has no such view.
        BadValue: no name, one that is too long, or one that another view has.
    """
    short, view = _checked(name), _mine(number, on)
    if (other := _named(short, on)) and other is not view:
        raise BadValue(f"Another of your views is called {short}. Choose another name.", "name")
    view.name = short
    session().flush()
    return short


def forget_view(number: int, on: Occasion) -> str:
    """Remove one of the person's own views and return its name; raises `NotFound`."""
    view = _mine(number, on)
    session().delete(view)
    session().flush()
    return view.name


def _checked(name: str) -> str:
    short = " ".join(name.split())
    if not short or len(short) > LONGEST_NAME:
        raise BadValue(f"Give the view a name of 1 to {LONGEST_NAME} characters.", "name")
    return short


def _named(name: str, on: Occasion) -> SavedView | None:
    mine = (SavedView.person_id == on.actor.person_id, SavedView.name == name)
    return session().scalar(select(SavedView).where(*mine))


def _mine(number: int, on: Occasion) -> SavedView:
    view = session().get(SavedView, number)
    if view is None or view.person_id != on.actor.person_id:
        raise NotFound("You have no such view. It may be removed already.")
    return view
