"""Reading what was brought in: files of applications, and small files."""
