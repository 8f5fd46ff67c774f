"""People who sign in: who they are, their roles, their department and their supervisor."""
