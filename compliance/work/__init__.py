"""Queued, resumable long work with progress; the record of timed jobs; who leads them."""
