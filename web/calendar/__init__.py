"""Pages: the working-day calendar."""
