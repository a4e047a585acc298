"""Pages: campaigns."""
