"""Forms of the duty pages: what is typed, and nothing about whether it is allowed."""
