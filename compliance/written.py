"""What one writing transaction has written so far, kept beside its connection.

The connection carries it as the execution option `written`, so that it ends with the transaction.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection

WRITTEN = "written"


@dataclass
class Written:
    """Rows counted by table and verb ("insert", "update", "delete"), and numbers where known.

    `told` is what the act itself has to say, and `subjects` what it is about where rows do not
    tell: kinds and numbers.
    """

    rows: dict[str, Counter[str]] = field(default_factory=dict)
    ids: dict[str, set[int]] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    subjects: set[tuple[str, int]] = field(default_factory=set)

    def count(self, table: str, verb: str, number: int) -> None:
        """Note that so many rows of a table were written."""
        if number:
            self.rows.setdefault(table, Counter())[verb] += number

    def name(self, table: str, *numbers: int) -> None:
        """Note the numbers of rows that were written."""
        self.ids.setdefault(table, set()).update(numbers)


def written_on(connection: Connection) -> Written | None:
    """Return the notes of the writing transaction on this connection; None for a reading one."""
    found: Written | None = connection.get_execution_options().get(WRITTEN)
    return found
