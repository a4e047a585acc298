"""Who is told of what, and what they find."""
