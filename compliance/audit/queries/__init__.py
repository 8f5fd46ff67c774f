"""Reading the log: its entries, the last check, and who was shown whose data."""

from compliance.audit.queries.entries import (
    ENTRY_KINDS,
    ORDER,
    ChainState,
    EntryFilter,
    EntryLine,
    chain_state,
    entries_in,
    entries_select,
    facts_behind,
    facts_by_entry,
    has_acted,
)

__all__ = [
    "ENTRY_KINDS",
    "ORDER",
    "ChainState",
    "EntryFilter",
    "EntryLine",
    "chain_state",
    "entries_in",
    "entries_select",
    "facts_behind",
    "facts_by_entry",
    "has_acted",
]
