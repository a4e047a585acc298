"""What sittings and votes promise."""
