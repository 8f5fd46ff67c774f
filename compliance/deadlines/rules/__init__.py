"""The engine's pure rules: ladders, states of clocks, what is kept of the past, words."""

from compliance.deadlines.rules.ladders import Look, is_breach, look
from compliance.deadlines.rules.states import ClockDates, ClockReading, clock_state, read_clock

__all__ = [
    "ClockDates",
    "ClockReading",
    "Look",
    "clock_state",
    "is_breach",
    "look",
    "read_clock",
]
