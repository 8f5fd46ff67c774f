"""Daybook: credentialing clocks, duties and proof for a California health plan."""

__version__ = "0.1.0"
