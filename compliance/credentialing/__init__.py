"""Applications: received, found complete or not, told, checked, decided, each with its clocks."""
