"""The logbook on pages: a unit's own, and what is overdue in a ward."""
