"""What entries and facts say in words."""
