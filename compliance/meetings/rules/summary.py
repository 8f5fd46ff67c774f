"""The three sentences on a pack's first page, made from records alone."""

from dataclasses import dataclass

SENTENCES = 3


@dataclass(frozen=True)
class Standing:
    """What a summary is made from: what the figures say, and counts of records."""

    figures: tuple[str, ...]
    late: int
    open: int
    asks: int
    past_legal: int


def summary(standing: Standing) -> str:
    """Return three sentences: the figures first, then what is owed, then what is to be decided."""
    told = [*standing.figures, _owed(standing), _asked(standing), _clocks(standing)]
    return " ".join(told[:SENTENCES])


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text that ends each with a full stop."""
    return tuple(f"{each.rstrip('.')}." for each in text.split(". ") if each.strip())


def _owed(standing: Standing) -> str:
    if standing.late:
        verb = "is" if standing.late == 1 else "are"
        return f"{_counted(standing.late, 'action item')} of {standing.open} {verb} late."
    if standing.open:
        verb = "is" if standing.open == 1 else "are"
        return f"{_counted(standing.open, 'action item')} {verb} open, none late."
    return "No action item is open."


def _asked(standing: Standing) -> str:
    if not standing.asks:
        return "Nothing is put to a decision."
    verb = "is" if standing.asks == 1 else "are"
    return f"{_counted(standing.asks, 'decision')} {verb} asked for."


def _clocks(standing: Standing) -> str:
    if not standing.past_legal:
        return "No open credentialing clock is past the legal limit."
    verb = "is" if standing.past_legal == 1 else "are"
    return f"{_counted(standing.past_legal, 'credentialing clock')} {verb} past the legal limit."


def _counted(number: int, noun: str) -> str:
    words = {1: "One", 2: "Two", 3: "Three"}
    return f"{words.get(number, number)} {noun}{'' if number == 1 else 's'}"
