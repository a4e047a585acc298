"""Faults planted on purpose: each breaks one rule while the tests run, and they must see it."""
