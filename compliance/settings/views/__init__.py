"""Doors of the settings pages."""
