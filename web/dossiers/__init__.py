"""One dossier: where it stands, what is in it, what was done, what may be done."""
