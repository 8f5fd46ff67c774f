"""Writing the network."""
