"""The front door: choosing an office, and what stands beside it."""
