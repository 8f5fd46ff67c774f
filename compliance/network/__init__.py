"""The network: the roster as a file, its list and pages, the dates that are watched."""
