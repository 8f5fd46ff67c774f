"""The plan's dated choices: which of the offered readings, names and numbers it uses."""
