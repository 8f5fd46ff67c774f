"""The record: what a day looked like then and now, and every entry of the audit log."""
