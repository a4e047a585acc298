"""What became of dossiers."""
