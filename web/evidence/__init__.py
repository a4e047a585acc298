"""The store of evidence: what a unit gathers through the year, added in three taps."""
