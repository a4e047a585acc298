"""Teams that a committee sends to a unit, units watched as weak, lists for self-reflection."""
