"""Errors people can act on: what happened, with which values, and what to do."""


class ComplianceError(Exception):
    """Base of every refusal that a person is meant to read."""


class NotAllowed(ComplianceError):
    """The person may not do this."""


class NotFound(ComplianceError):
    """No such record, or none that this person may see."""


class NotNow(ComplianceError):
    """The act is not possible in the present state of the record."""


class Conflict(NotNow):
    """Somebody else changed the record since the page was opened."""


class BadValue(ComplianceError):
    """A value that cannot be right. `field` names where it was given."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class BadFile(ComplianceError):
    """A file that cannot be read, or rows of it that are refused."""


class BadPack(ComplianceError):
    """A faulty or uncited rule file; the message names file and path."""


class NoValueInForce(ComplianceError):
    """No dated value covers the day, or no calendar lists the year."""


class Environment(ComplianceError):
    """The machine, the settings or the database cannot do what is asked."""
