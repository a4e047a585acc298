"""Pages: dossiers."""
