"""Who holds which role, from when to when, and who may say so."""
