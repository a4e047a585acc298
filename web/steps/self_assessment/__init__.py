"""The cell's self-assessment: group by group, each answer kept at once, then sent as a whole."""
