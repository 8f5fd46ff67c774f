"""How long records are kept, and the legal holds that keep some of them longer."""
