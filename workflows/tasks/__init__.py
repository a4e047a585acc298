"""Tasks: who must act on a dossier, and by when."""
