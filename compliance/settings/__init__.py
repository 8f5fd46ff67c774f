"""Settings pages: people, rules."""
