"""The logbook of a unit: strengths and weaknesses all year, and what was done about them."""
