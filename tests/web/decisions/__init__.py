"""Pages: decisions."""
