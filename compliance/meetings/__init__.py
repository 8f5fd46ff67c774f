"""Joint meetings: series, agenda, pack, minutes, action items of both sides."""
