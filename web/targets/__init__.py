"""Targets: one dossier's, their sums over cells, and what a committee suggests."""
