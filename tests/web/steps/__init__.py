"""Pages: steps."""
