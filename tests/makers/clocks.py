"""A clock that a test sets and moves."""

from datetime import datetime, timedelta

from compliance.wallclock import WallClock


class SetClock(WallClock):
    """Stands at a moment until the test lets time pass."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self.__dict__["moment"] = moment

    def now(self) -> datetime:
        return self.__dict__["moment"]

    def wait(self, **span: float) -> None:
        self.__dict__["moment"] += timedelta(**span)
