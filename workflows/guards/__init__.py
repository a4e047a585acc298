"""Guards: one question each about a move; a guard returns nothing or refuses with its reason."""
