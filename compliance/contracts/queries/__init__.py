"""Reading the table of financial responsibility, and the pathway it gives."""
