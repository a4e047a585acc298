"""Authority that changes in mid-year: tried on every open dossier first, then done."""
