"""Monthly meetings: scored, kept, seen."""
