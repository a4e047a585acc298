"""Authority that changes in mid-year."""
