"""Reminders: who is told that an act is due, and who when nobody acts."""
