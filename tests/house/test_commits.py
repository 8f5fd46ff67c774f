"""Only `db.py` commits; only `wallclock.py` reads the clock."""

import re

from tests.house.tree import package_sources

COMMIT = re.compile(r"\.commit\(|\.begin\(\)|autocommit")
CLOCK = re.compile(r"\b(?:datetime\.now|datetime\.utcnow|date\.today|time\.time)\(")


def lines_with(pattern: re.Pattern[str], *allowed: str) -> list[str]:
    return [
        f"{path}:{number} {line.strip()}"
        for path, text in package_sources().items()
        if path not in allowed
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_only_db_commits():
    leader = "compliance/work/leader.py"  # the advisory lock needs a connection of its own
    migrating = "compliance/setup/migrate.py"  # guards go back on the migration's own connection
    assert not lines_with(COMMIT, "compliance/db.py", leader, migrating)


def test_only_the_wall_clock_reads_the_time():
    assert not lines_with(CLOCK, "compliance/wallclock.py")
