"""Everything that goes out: messages, every attempt to deliver them, and what became of each."""
