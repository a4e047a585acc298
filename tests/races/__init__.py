"""Races on real PostgreSQL: short in the suite, long by ``python -m tests.races``."""
