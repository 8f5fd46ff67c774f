"""Pure rules and values that every floor shares: no clock, file or database is read here."""
