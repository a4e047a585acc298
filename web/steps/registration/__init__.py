"""The cell's registration for the year: a day, a count, and commitments written already."""
