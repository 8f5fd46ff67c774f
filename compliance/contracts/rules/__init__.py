"""Pure rules: rows that may stand together, the side of codes, the pathway of a provider."""
