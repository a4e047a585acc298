"""The tree of units, and what is done to units: merged, split, renamed, moved, closed."""
