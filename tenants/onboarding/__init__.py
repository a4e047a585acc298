"""An office's own list of wards, cells and people: read, checked, taken over."""
