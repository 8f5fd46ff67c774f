"""Commands: files of applications, and one call for every small kind of file."""
