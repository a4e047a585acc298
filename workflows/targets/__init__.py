"""Targets: what a cell commits to in figures, and what it reached (docs/process.md, section 5)."""
