"""Pages: finding."""
