"""The logbook: noted, planned, checked, seen."""
