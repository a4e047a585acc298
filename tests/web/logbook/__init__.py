"""Pages: the logbook."""
