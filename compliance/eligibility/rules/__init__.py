"""Rules of role eligibility. Pure."""
