"""Backups: one portable file out of SQLite or PostgreSQL, and back into either."""
