"""Providers, practices, locations and organizations, each with dated values."""
