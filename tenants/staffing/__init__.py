"""Who holds which role in which unit, from when to when, and who may say so."""
