"""Pages: bulk."""
