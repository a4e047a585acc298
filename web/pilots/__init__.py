"""Pilots compared with the rest."""
