"""Doors of set-up, and what machines ask."""
