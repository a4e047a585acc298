"""Pilots: what they come to, beside the rest."""
