"""Figures: definitions, values counted and reported, the reviews made of them."""
