"""Getting in, in a browser."""
