"""Pages: an office reminds its units, and calls those who read no messages."""
