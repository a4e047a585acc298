"""Pages: the home of a cell."""
