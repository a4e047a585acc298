"""The servers of a laptop, as examples."""
