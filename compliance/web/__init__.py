"""What every page shares: forms, tables, paging, words, navigation, errors, headers."""
