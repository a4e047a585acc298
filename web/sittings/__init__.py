"""Sittings: prepared, held on one page, checked and closed."""
