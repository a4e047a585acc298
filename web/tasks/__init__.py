"""A member's own work: what is to be done, what they or colleagues took on, what is over."""
