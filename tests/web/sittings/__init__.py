"""Pages: sittings."""
