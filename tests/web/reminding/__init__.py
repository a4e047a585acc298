"""Pages: reminding."""
