"""Pages: targets."""
