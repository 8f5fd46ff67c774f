"""Pages: files of applications, and the door of every small kind of file."""
