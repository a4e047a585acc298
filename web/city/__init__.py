"""The city's own page: where everything is, and what to do now."""
