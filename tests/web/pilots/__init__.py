"""Pages: pilots."""
