"""The visitor's own page, and the way to their first one."""
