"""Who pays for which codes, from when, by which contract; and what that asks of applicants."""
