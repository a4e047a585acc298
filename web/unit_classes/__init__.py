"""Pages: the kinds and the sectors that an office sorts its units by."""
