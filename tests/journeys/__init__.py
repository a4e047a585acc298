"""Walks through the pages as people take them, in a real browser."""
