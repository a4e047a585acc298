"""Firing moves."""
