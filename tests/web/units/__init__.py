"""The pages of units."""
