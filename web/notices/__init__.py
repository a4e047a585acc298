"""What a person is told: which dossier moved, by whom, when."""
