"""Pages: finding units, people and dossiers."""
