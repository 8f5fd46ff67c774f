"""Reading the record: then and now, what was corrected later, which record an entry is about."""
