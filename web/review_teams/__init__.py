"""Teams sent to units, units watched as weak, and lists for self-reflection, on pages."""
