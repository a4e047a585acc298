"""What became of a dossier, for the cell and for whoever may see it."""
