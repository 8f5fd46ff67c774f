"""Pure rules of the roster."""
