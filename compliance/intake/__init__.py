"""Intake by file: what a file says is read, judged, staged, and brought in slice by slice."""
