"""Units merge, split, move and end: what an act changes, shown first, then done at once."""
