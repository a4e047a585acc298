"""Tests of the platform's own rows."""
