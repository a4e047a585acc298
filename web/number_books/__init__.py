"""The clerk's numbers, as entered: by type and term, with what to look at."""
