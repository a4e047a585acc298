"""Kinds and sectors of units: what a tenant calls them is its own data."""
