"""Writing the table of financial responsibility."""
