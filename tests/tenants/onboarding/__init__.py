"""An office's list: read, checked, taken over."""
