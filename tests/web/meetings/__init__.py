"""Pages: monthly meetings."""
